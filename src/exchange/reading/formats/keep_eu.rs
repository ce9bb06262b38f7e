//! keep.eu: projects in one sheet, their partners in another. The partners are read first, and wait for their project.

use std::collections::HashMap;

use super::amounts::Source;
use super::draft::{Draft, hash, web_address};
use super::{CellFault, Definition, ForeignFormat, NamedPartner, NamedProgramme, Notice};
use crate::code_list::Code;
use crate::cooperation::partners::PartnerKind;
use crate::exchange::reading::RowFault;
use crate::exchange::reading::values::{self, Edge};
use crate::funding::projects::{MoneyBasis, ParticipationRole};
use crate::register::ExternalId;
use crate::text::{Message, Text, text};

const ID: &str = "Project ID (2021-2027 only)";
const TOTAL: &str = "Project's total budget / expenditure";
const ACRONYM: &str = "Project acronym";
const NAMES: &[&str] = &[
    "Project name in English",
    "Project name in language 2",
    "Project name in language 3",
    "Project name in language 4",
];
const ORGANISATIONS: &[&str] = &[
    "Organisation in English",
    "Organisation in language 2",
    "Organisation in language 3",
    "Organisation in language 4",
];

pub(super) const DEFINITION: Definition = Definition {
    format: ForeignFormat::KeepEu,
    needed: &["Programme", ACRONYM, "Project name in English"],
    used: &[
        "Period",
        "Programme",
        ACRONYM,
        ID,
        "Project ID",
        "Call serial number",
        "Project name in English",
        "Project name in language 2",
        "Project name in language 3",
        "Project name in language 4",
        "Description in English",
        "Description in language 2",
        "Actual Achievements in English",
        "Project start",
        "Project end",
        TOTAL,
        "Project's total budget",
        "Project's total expenditure",
        "Project's EU funding",
        "Union co-financing rate",
        "Website",
        "Theme 1",
        "Theme 2",
        "Theme 3",
        "Lead partner",
        "Organisation in English",
        "Organisation in language 2",
        "Organisation in language 3",
        "Organisation in language 4",
        "Type of Organisation",
        "Country code",
        "Participant Identification Code",
        "Partner's ID if not PIC",
    ],
    project,
    decimal: None,
};

/// The most partners that wait.
const MAX_PARTNERS: usize = 300_000;

fn project(draft: &mut Draft<'_>) -> Result<ExternalId, Message> {
    const NO_PROGRAMME: Text = text("Raden saknar program", "The row lacks its programme");
    let programme = draft.line(&["Programme"]).ok_or(NO_PROGRAMME)?;
    let (period, name) = period_and_name(&programme);
    let period = draft.line(&["Period"]).map(|period| period.replace(' ', "")).or(period);
    let external_id = external_id(draft, &programme)?;
    draft.set_text("name", NAMES, 300);
    draft.set_text("acronym", &[ACRONYM], 60);
    draft.set_text("description", &["Description in English", "Description in language 2"], 4000);
    draft.set_text("results", &["Actual Achievements in English"], 8000);
    draft.set_text("localId", &[ID, "Project ID"], 60);
    draft.set_day("startsOn", &["Project start"], Edge::First);
    draft.set_day("endsOn", &["Project end"], Edge::Last);
    add_money(draft, period.as_deref());
    draft.add_website(&["Website"]);
    draft.add_note("Utlysning", &["Call serial number"]);
    for theme in ["Theme 1", "Theme 2", "Theme 3"] {
        draft.add_note("Tema", &[theme]);
    }
    draft.programme = Some(NamedProgramme { name, period, cci: None });
    Ok(external_id)
}

/// By programme and id, or else acronym, or else a hash that a person should look at.
fn external_id(draft: &mut Draft<'_>, programme: &str) -> Result<ExternalId, Message> {
    const NO_ID: Text = text("Raden har varken id, akronym eller namn", "The row has neither id, acronym nor name");
    if let Some(own) = draft.line(&[ID, "Project ID", ACRONYM]) {
        return Ok(draft.id(None, "keep", format!("{programme}|{own}")));
    }
    let name = draft.line(NAMES).ok_or(NO_ID)?;
    let start = draft.line(&["Project start"]).unwrap_or_default();
    draft.notice(
        Some(ACRONYM),
        text(
            "Projektet har varken id eller akronym: se efter att det är rätt projekt",
            "The project has neither id nor acronym: see that it is the right project",
        )
        .into(),
    );
    Ok(draft.id(None, "keep", format!("{programme}|{}", hash(&format!("{name}|{start}")))))
}

/// `2014 - 2020 INTERREG V-A Sweden - Norway` is a period and a name.
fn period_and_name(programme: &str) -> (Option<String>, String) {
    let parts: Vec<&str> = programme.splitn(4, ' ').collect();
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [from, "-", to, name] if is_year(from) && is_year(to) => (Some(format!("{from}-{to}")), (*name).to_owned()),
        _ => (None, programme.to_owned()),
    }
}

fn add_money(draft: &mut Draft<'_>, period: Option<&str>) {
    let source = Source { name: "keep.eu", currency: "EUR", stated_on: None };
    let header =
        draft.cell(&[TOTAL, "Project's total budget", "Project's total expenditure"]).map(|(header, _)| header);
    let basis = basis(header.unwrap_or(TOTAL), period);
    let total = draft.amount(&[TOTAL, "Project's total budget", "Project's total expenditure"], "EUR");
    let eu = draft.amount(&["Project's EU funding"], "EUR");
    if let Some(total) = &total {
        draft.add_total(total, &source, basis);
        draft.notice(
            header,
            Message::new(
                format!("Beloppet är taget som {}: keep.eu säger det inte", basis.label().sv.to_lowercase()),
                format!("The amount is taken as {}: keep.eu does not say", basis.label().en.to_lowercase()),
            ),
        );
    }
    if let Some(eu) = &eu {
        draft.add_eu_line(eu, &source, basis);
    }
    draft.check_rate(&["Union co-financing rate"], eu.as_ref(), total.as_ref());
}

/// What was spent, in the periods that were closed before keep.eu took their projects in; else what was planned. A header
/// that says one of them alone is believed.
fn basis(header: &str, period: Option<&str>) -> MoneyBasis {
    let header = header.to_lowercase();
    match (header.contains("budget"), header.contains("expenditure")) {
        (true, false) => MoneyBasis::Budgeted,
        (false, true) => MoneyBasis::Actual,
        _ if matches!(period, Some("2000-2006" | "2007-2013")) => MoneyBasis::Actual,
        _ => MoneyBasis::Budgeted,
    }
}

/// Whether a row is of the sheet of partners.
pub(super) fn is_partner(draft: &Draft<'_>) -> bool {
    draft.has("Lead partner") && draft.has("Organisation in English")
}

/// Partners that wait for their project.
#[derive(Default)]
pub(super) struct Partners {
    by_project: HashMap<String, Waiting>,
    count: usize,
}

#[derive(Default)]
struct Waiting {
    partners: Vec<NamedPartner>,
    notices: Vec<Notice>,
    faults: Vec<CellFault>,
    /// The first row, to name it if the project never comes.
    row: u64,
    sheet: Option<String>,
}

impl Partners {
    /// Takes a partner in.
    pub(super) fn add(&mut self, mut draft: Draft<'_>) -> Result<(), Message> {
        self.count += 1;
        if self.count > MAX_PARTNERS {
            return Err(Message::new(
                format!("Filen har fler än {MAX_PARTNERS} partner. Dela upp den"),
                format!("The file has more than {MAX_PARTNERS} partners. Divide it"),
            ));
        }
        // Who names no project is nobody's.
        let key = key(&draft).unwrap_or_else(|| format!("\n{}", draft.number()));
        let waiting = self.by_project.entry(key).or_insert_with(|| Waiting {
            row: draft.number(),
            sheet: draft.sheet().map(str::to_owned),
            ..Waiting::default()
        });
        waiting.partners.extend(partner(&mut draft));
        waiting.notices.append(&mut draft.notices);
        waiting.faults.append(&mut draft.faults);
        Ok(())
    }

    /// What is said of partners whose project did not come.
    pub(super) fn left(self) -> Vec<RowFault> {
        let fault = |waiting: Waiting| {
            let message =
                text("Partnerns projekt finns inte bland projekten", "The partner's project is not among the projects");
            RowFault { sheet: waiting.sheet, ..RowFault::new(waiting.row, message.into()) }
        };
        let mut left: Vec<RowFault> = self.by_project.into_values().map(fault).collect();
        left.sort_by_key(|fault| std::cmp::Reverse(fault.row));
        left
    }
}

/// The project that a row belongs to: the programme, and the id or else the acronym; none where it has neither.
fn key(draft: &Draft<'_>) -> Option<String> {
    let programme = draft.line(&["Programme"]).unwrap_or_default();
    let own = draft.line(&[ID, "Project ID", ACRONYM])?;
    Some(crate::text::fold(&format!("{programme}|{own}")))
}

fn partner(draft: &mut Draft<'_>) -> Option<NamedPartner> {
    let lead = draft.cell(&["Lead partner"]).and_then(|(header, cell)| draft.taken(header, values::yes_no(cell)));
    let role = if lead == Some(true) { ParticipationRole::Lead } else { ParticipationRole::Partner };
    let country = draft.cell(&["Country code"]).and_then(|(header, cell)| draft.taken(header, values::country(cell)));
    let mut names: Vec<String> = ORGANISATIONS.iter().filter_map(|name| draft.text(&[name], 200)).collect();
    names.dedup();
    // At home a body is known by its own name.
    if names.len() > 1 && matches!(country.as_deref(), Some("SE" | "NO")) {
        names.swap(0, 1);
    }
    let mut names = names.into_iter();
    let mut partner = NamedPartner::new(names.next()?, role);
    partner.aliases = names.filter(|name| *name != partner.name).collect();
    partner.country = country;
    partner.kind = draft
        .line(&["Type of Organisation"])
        .and_then(|kind| Code::meant(PartnerKind::LIST.codes, &kind)?.code.parse().ok());
    partner.foreign_id =
        draft.line(&["Participant Identification Code"]).map(|code| values::cut(&format!("PIC {code}"), 60).0);
    if let Some((_, cell)) = draft.cell(&["Partner's ID if not PIC"]) {
        // It may be a number of any register.
        partner.organisation_number = values::organisation_number(cell).unwrap_or_default();
    }
    if let Some((header, cell)) = draft.cell(&["Website"]) {
        partner.website = values::line(cell).as_deref().and_then(web_address);
        if partner.website.is_none() {
            draft.no_address(header, cell);
        }
    }
    Some(partner)
}

/// Gives a project its partners.
pub(super) fn add_partners(draft: &mut Draft<'_>, waiting: &mut Partners) {
    match key(draft).and_then(|key| waiting.by_project.remove(&key)) {
        Some(Waiting { mut partners, mut notices, mut faults, row: _, sheet: _ }) => {
            draft.partners.append(&mut partners);
            draft.notices.append(&mut notices);
            draft.faults.append(&mut faults);
        }
        None => draft
            .notice(None, text("Projektet har inga partner i filen", "The project has no partners in the file").into()),
    }
}
