//! The three strategic priorities, which together define international work: the rows of the matrix. They can be neither
//! made nor deleted.

use diesel::QueryResult;
use serde::Serialize;
use utoipa::ToSchema;

use crate::db::Conn;
use crate::http::endpoint::Endpoint;
use crate::identity::caller::Subject;
use crate::identity::me::SelfLink;
use crate::reference::fixed::{self, FixedList};
use crate::register::Nothing;
use crate::text::{Bilingual, Text, text};

crate::code_list! {
    /// A strategic priority.
    pub enum Priority "priorities" ("Strategiska prioriteringar", "Strategic priorities") {
        InternationalCooperation = "international_cooperation" ("Internationellt samarbete", "International cooperation") ["is08-1"],
        MonitoringAndKnowledge = "monitoring_and_knowledge"
            ("Omvärldsbevakning & kunskapsutveckling", "Monitoring & knowledge development") ["is08-2"],
        InfluenceAndProfiling = "influence_and_profiling" ("Påverkan & profilering", "Influence & profiling") ["is08-3"],
    }
}

impl Priority {
    /// What it is about.
    pub const fn description(self) -> Text {
        match self {
            Self::InternationalCooperation => text(
                "Projekt med strategiskt utvalda partner: nya idéer, uppväxling av regionala medel, och kommuner som går samman.",
                "Projects with strategically chosen partners: new ideas, leverage of regional funds, and municipalities that join forces.",
            ),
            Self::MonitoringAndKnowledge => text(
                "Strategisk och taktisk omvärldsbevakning, som blir kunskap hos politiker och tjänstemän genom information och utbildning.",
                "Strategic and tactical monitoring that becomes knowledge among politicians and officials by information and training.",
            ),
            Self::InfluenceAndProfiling => text(
                "Att följa EU:s politik, påverka den i en riktning som gynnar Värmland, och göra regionen synlig.",
                "Following the policy of the EU, moving it in a direction that favours Värmland, and making the region seen.",
            ),
        }
    }
}

/// The priorities, as a subject of the policy.
pub struct Priorities;

impl Subject for Priorities {
    const NAME: &'static str = "priorities";
}

/// A strategic priority.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PriorityOut {
    /// Its stable code.
    #[schema(inline = false)]
    pub code: Priority,
    /// What it is called.
    pub name: Bilingual,
    /// What it is about.
    pub description: Bilingual,
    /// Its place among the three, from 1.
    #[schema(minimum = 1, maximum = 3, example = 1)]
    pub order: i32,
    /// Where this is.
    #[serde(rename = "_links")]
    pub links: SelfLink,
}

impl FixedList for Priorities {
    const SCHEMA: &'static str = "StrategicPriority";
    const ONE: &'static str = "priority";
    const MANY: &'static str = "priorities";
    const KEY: &'static str = "code";
    const ABOUT: &'static str = "The three strategic priorities, the rows of the matrix, in their order (R-02).";
    type Item = PriorityOut;
    type Filter = Nothing;

    fn load(_conn: &mut Conn, link: &dyn Fn(&str) -> SelfLink) -> QueryResult<Vec<PriorityOut>> {
        let item = |(order, code): (i32, &Priority)| PriorityOut {
            code: *code,
            name: code.label().into(),
            description: code.description().into(),
            order,
            links: link(code.as_str()),
        };
        Ok((1..).zip(Priority::ALL).map(item).collect())
    }

    fn key(item: &PriorityOut) -> &str {
        item.code.as_str()
    }
}

/// The endpoints.
pub fn endpoints() -> Vec<Endpoint> {
    fixed::endpoints::<Priorities>()
}
