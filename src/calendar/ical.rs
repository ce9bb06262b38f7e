//! The calendar as calendar programs read it (RFC 5545): events of whole days, with their title and nothing else.

use icalendar::{Calendar, Component as _, EventLike as _};

use super::events::Event;
use crate::openapi::VERSION;
use crate::text::Lang;

/// The media type.
pub(super) const TEXT_CALENDAR: &str = "text/calendar";

/// The most octets of a line (RFC 5545, 3.1).
const LINE: usize = 75;

/// A calendar of some events; `uid` says what each is known by, wherever it is read.
pub(super) fn write(events: &[Event], name: &str, lang: Lang, uid: impl Fn(&Event) -> String) -> String {
    let mut calendar = Calendar::empty();
    let product = format!("-//Utblick//Utblick {VERSION}//{}", lang.code().to_uppercase());
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", product.as_str()));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("X-WR-CALNAME", plain(name).as_str()));
    for event in events {
        let mut entry = icalendar::Event::new();
        // Without an end it lasts its one day (3.6.1). It takes nobody's time.
        entry
            .uid(&uid(event))
            .timestamp(event.changed_at.0)
            .starts(event.on)
            .summary(&plain(event.title.get(lang)))
            .add_property("TRANSP", "TRANSPARENT");
        calendar.push(entry.done());
    }
    fold(&calendar.to_string())
}

/// A text with line feeds alone: the library escapes no carriage return.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Folds anew what the library folded, which makes some lines one octet too long.
fn fold(calendar: &str) -> String {
    let mut folded = String::with_capacity(calendar.len() + calendar.len() / 16);
    for line in calendar.replace("\r\n ", "").split_terminator("\r\n") {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LINE {
                folded.push_str("\r\n ");
                length = 1;
            }
            folded.push(letter);
            length += letter.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::super::events::EventKind;
    use super::*;
    use crate::db::types::Instant;
    use crate::text::Message;

    fn event(title: &str) -> Event {
        Event {
            kind: EventKind::Meeting,
            on: NaiveDate::from_ymd_opt(2009, 3, 5).unwrap(),
            title: Message::new(title, title),
            record: None,
            part: None,
            list: None,
            changed_at: "2009-03-02T09:15:00.123456Z".parse::<Instant>().unwrap(),
        }
    }

    fn written(title: &str) -> String {
        write(&[event(title)], "Utblick", Lang::Sv, |_| "meeting-1@example.se".to_owned())
    }

    #[test]
    fn a_calendar_is_as_programs_read_it() {
        let calendar = written("Möte: Styrelsen, \\ ; på\nnytt");
        let lines: Vec<&str> = calendar.split_terminator("\r\n").collect();
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            &format!("PRODID:-//Utblick//Utblick {VERSION}//SV"),
            "CALSCALE:GREGORIAN",
            "X-WR-CALNAME:Utblick",
            "BEGIN:VEVENT",
            "DTSTAMP:20090302T091500Z",
            "DTSTART;VALUE=DATE:20090305",
            "SUMMARY:Möte: Styrelsen\\, \\\\ \\; på\\nnytt",
            "TRANSP:TRANSPARENT",
            "UID:meeting-1@example.se",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        assert_eq!(lines, expected);
    }

    proptest! {
        #[test]
        fn whatever_a_title_is_lines_are_short_and_it_is_read_back(
            title in prop_oneof!["[ -~åäö€😀,;\\\\\n\r]{0,300}", "x{60,160}", "[ å]{30,90}"],
        ) {
            let calendar = written(&title);
            for line in calendar.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE, "{line:?}");
                prop_assert!(!line.contains(['\r', '\n']), "{line:?}");
            }
            let read: Calendar = calendar.parse().unwrap();
            let summary = read.events().next().and_then(|event| event.get_summary()).unwrap_or_default();
            prop_assert_eq!(summary, plain(&title));
        }
    }
}
