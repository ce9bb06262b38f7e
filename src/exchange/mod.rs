//! Exchange: ways in and out for the systems around the service.

pub mod reading;
