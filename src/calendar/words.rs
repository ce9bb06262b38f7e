//! What events and tasks are called: a line of plain text in both languages.

use chrono::NaiveDate;

use crate::text::{Bilingual, Lang, Message, Text, text};

/// A text on one line: a name may have been written on several.
pub(super) fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is said of something by its name.
pub(super) fn of(said: impl Into<Message>, name: &str) -> Message {
    let (said, name) = (said.into(), line(name));
    Message::new(format!("{}: {name}", said.sv), format!("{}: {name}", said.en))
}

/// As [`of`], where the name has both languages.
pub(super) fn of_named(said: impl Into<Message>, name: &Bilingual) -> Message {
    let said = said.into();
    let one = |lang| format!("{}: {}", said.get(lang), line(name.get(lang)));
    Message::new(one(Lang::Sv), one(Lang::En))
}

pub(super) fn updates_due(unit: Option<&Bilingual>, count: i64) -> Message {
    let nobody: Bilingual = text("utan enhet", "without a unit").into();
    let of = of_named(text("Lägesrapporter", "Progress updates"), unit.unwrap_or(&nobody));
    Message::new(format!("{} ({count})", of.sv), format!("{} ({count})", of.en))
}

pub(super) fn status_reports_due(plan: &str, period: i32) -> Message {
    in_period(text("Statusrapporter", "Status reports"), plan, period)
}

/// What is said of a period of a plan.
pub(super) fn in_period(said: Text, plan: &str, period: i32) -> Message {
    let of = of(said, plan);
    Message::new(format!("{}, period {period}", of.sv), format!("{}, period {period}", of.en))
}

pub(super) fn meeting(body: &Bilingual) -> Message {
    of_named(text("Möte", "Meeting"), body)
}

pub(super) fn agenda_deadline(body: &Bilingual, held_on: NaiveDate) -> Message {
    let of = of_named(text("Sista dag för ärenden", "Last day for the agenda"), body);
    Message::new(format!("{}, möte {held_on}", of.sv), format!("{}, meeting on {held_on}", of.en))
}

pub(super) fn notice_day(title: &str) -> Message {
    of(text("Sista uppsägningsdag", "Last notice day"), title)
}

pub(super) fn decision_needed(title: &str) -> Message {
    of(text("Beslut behövs", "Decision needed"), title)
}

pub(super) fn decision_reminder(title: &str, by: NaiveDate) -> Message {
    let title = line(title);
    Message::new(
        format!("Påminnelse, beslut behövs senast {by}: {title}"),
        format!("Reminder, decision needed by {by}: {title}"),
    )
}

pub(super) fn agreement_end(title: &str) -> Message {
    of(text("Avtalets sista dag", "Last day of the agreement"), title)
}

pub(super) fn membership_end(title: &str) -> Message {
    of(text("Medlemskapets sista dag", "Last day of the membership"), title)
}

pub(super) fn activity_start(title: &str) -> Message {
    of(text("Aktivitet börjar", "Activity begins"), title)
}

pub(super) fn activity_end(title: &str) -> Message {
    of(text("Aktivitet slutar", "Activity ends"), title)
}

pub(super) fn call_closing(title: &str) -> Message {
    of(text("Utlysning stänger", "Call closes"), title)
}

pub(super) fn strategy_review(title: &Bilingual) -> Message {
    of_named(text("Översyn av strategin", "Review of the strategy"), title)
}
