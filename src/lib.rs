//! Utblick: a region's international strategy as a REST service.
//!
//! The house, room by room:
//!
//! - [`cli`] the command line, [`config`] every setting, [`server`] the layers in their order, [`app`] what all handlers share
//! - [`routes`] the whole URL map; [`openapi`] the contract; [`health`] what lies beside the API
//! - [`db`] the only door to a connection; [`journal`] the one write path's transaction, and the memory
//! - [`http`] what all endpoints share on the wire; [`error`] what can go wrong
//! - [`register`] the mechanism that all registers share
//! - the wings, one room a register: [`strategy`], [`planning`], [`governance`], [`cooperation`], [`funding`],
//!   [`monitoring`], [`identity`]; beside them [`reference`](mod@reference), [`reports`], the [`calendar`] with the tasks,
//!   the [`exchange`] with the systems around, and the [`demo`];
//!   [`daily`] what happens by itself
//! - [`text`] languages and sorting, [`outgoing`] how others are called, [`clock`] now and today, [`code_list`](mod@code_list) enumerations, [`private_file`] what is for its
//!   owner alone

pub mod app;
pub mod calendar;
pub mod cli;
pub mod clock;
pub mod code_list;
pub mod config;
pub mod cooperation;
pub mod daily;
pub mod db;
pub mod demo;
pub mod error;
pub mod exchange;
pub mod funding;
pub mod governance;
pub mod health;
pub mod http;
pub mod identity;
pub mod journal;
pub mod monitoring;
pub mod openapi;
pub mod outgoing;
pub mod planning;
pub mod private_file;
pub mod reference;
pub mod register;
pub mod reports;
pub mod routes;
pub mod server;
pub mod strategy;
pub mod text;
