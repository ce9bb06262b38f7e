//! Organisation numbers of Sweden and Norway, in every form in which they are written.

/// An organisation number, by the country whose form it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrganisationNumber {
    /// Ten digits, the third at least 2, Luhn's check digit.
    Swedish(String),
    /// Nine digits, check digit modulo 11.
    Norwegian(String),
}

impl OrganisationNumber {
    /// Reads a number in any form in which it is written: `212000-1850`, `2120001850`, `162120001850`,
    /// `SE212000185001`; `974 760 673`, `NO974760673MVA`.
    pub fn read(value: &str) -> Option<Self> {
        let value: String = value.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        let upper = value.to_uppercase();
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let vat = upper.strip_prefix("SE").and_then(|rest| rest.strip_suffix("01")).filter(|rest| rest.len() == 10);
        let long = upper.strip_prefix("16").filter(|rest| rest.len() == 10);
        let norwegian = upper.strip_prefix("NO").unwrap_or(&upper);
        let norwegian = norwegian.strip_suffix("MVA").unwrap_or(norwegian);
        match vat.or(long).unwrap_or(&upper) {
            swedish if swedish.len() == 10 && digits(swedish) => Some(Self::Swedish(swedish.to_owned())),
            _ if norwegian.len() == 9 && digits(norwegian) => Some(Self::Norwegian(norwegian.to_owned())),
            _ => None,
        }
    }

    /// Whether the check digit fits; for a Swedish one also that the third digit is at least 2, without which it would
    /// be a personal identity number.
    pub fn fits(&self) -> bool {
        match self {
            Self::Swedish(digits) => {
                digits.as_bytes().get(2).copied().is_some_and(|third| third >= b'2') && luhn(digits)
            }
            // Of the Brønnøysund Register Centre's numbers, which begin with 8 or 9.
            Self::Norwegian(digits) => digits.starts_with(['8', '9']) && mod11(digits),
        }
    }

    /// As it is printed: `212000-1850`, `974760673`.
    pub fn printed(&self) -> String {
        match self {
            Self::Swedish(digits) => {
                let (group, rest) = digits.split_at_checked(6).unwrap_or((digits, ""));
                format!("{group}-{rest}")
            }
            Self::Norwegian(digits) => digits.clone(),
        }
    }

    /// The country whose form it has, ISO 3166-1 alpha-2.
    pub const fn country(&self) -> &'static str {
        match self {
            Self::Swedish(_) => "SE",
            Self::Norwegian(_) => "NO",
        }
    }
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            let doubled = if place % 2 == 1 { digit * 2 } else { digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn mod11(digits: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];
    let values: Vec<u32> = digits.bytes().map(|byte| u32::from(byte - b'0')).collect();
    let sum: u32 = values.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    let check = (11 - sum % 11) % 11;
    check != 10 && values.last() == Some(&check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisation_numbers_in_all_their_forms() {
        for form in ["212000-1850", "2120001850", "16212000-1850", "SE212000185001"] {
            let number = OrganisationNumber::read(form);
            assert_eq!(number.as_ref().map(OrganisationNumber::printed).as_deref(), Some("212000-1850"), "{form}");
            assert!(number.is_some_and(|number| number.fits()), "{form}");
        }
        // The Brønnøysund Register Centre's own number.
        for form in ["974760673", "974 760 673", "NO974760673MVA"] {
            assert!(
                OrganisationNumber::read(form).is_some_and(|number| number.fits() && number.country() == "NO"),
                "{form}"
            );
        }
        // A wrong digit, and the form of a personal identity number.
        for wrong in ["212000-1851", "974760674", "811218-9876", "000000000"] {
            assert!(OrganisationNumber::read(wrong).is_some_and(|number| !number.fits()), "{wrong}");
        }
        assert_eq!(OrganisationNumber::read("12345"), None);
    }
}
