//! Chains of records that refer to records of their own register: no chain leads back to where it began.

use std::collections::HashSet;

use diesel::QueryResult;

use crate::db::types::Id;

/// The most links of a chain; longer ones are taken for wrong.
const MAX_LINKS: usize = 100;

/// Whether a chain of records leads back to one of its own, or is longer than any true one.
///
/// # Errors
/// When the database refuses.
pub(super) fn leads_back<R>(
    own: Id<R>,
    first: Option<Id<R>>,
    mut next: impl FnMut(Id<R>) -> QueryResult<Option<Id<R>>>,
) -> QueryResult<bool> {
    let mut seen = HashSet::from([own]);
    let mut current = first;
    while let Some(one) = current {
        if !seen.insert(one) || seen.len() > MAX_LINKS {
            return Ok(true);
        }
        current = next(one)?;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: usize) -> Id<()> {
        Id::from(Uuid::from_u128(u128::try_from(number).unwrap_or_default()))
    }

    #[test]
    fn a_chain_ends_or_leads_back() {
        let to = |last: usize| {
            move |one: Id<()>| {
                let number = usize::try_from(one.uuid().as_u128()).unwrap_or_default();
                Ok((number < last).then(|| id(number + 1)))
            }
        };
        assert_eq!(leads_back(id(0), None, to(3)), Ok(false));
        assert_eq!(leads_back(id(0), Some(id(1)), to(3)), Ok(false));
        assert_eq!(leads_back(id(0), Some(id(0)), to(3)), Ok(true), "itself");
        assert_eq!(leads_back(id(2), Some(id(0)), to(3)), Ok(true), "by way of others");
        assert_eq!(leads_back(id(0), Some(id(1)), to(MAX_LINKS - 1)), Ok(false));
        assert_eq!(leads_back(id(0), Some(id(1)), to(MAX_LINKS)), Ok(true), "too long");
    }
}
