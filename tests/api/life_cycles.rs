//! `docs/life-cycles.md` shows the life cycles as the code has them.

use utblick::routes::REGISTERS;

use crate::support::snapshot;

crate::tests! { ; once the_state_diagrams_are_true, every_state_is_reached_and_every_way_known }

fn the_state_diagrams_are_true() {
    let mut page = String::from(
        "# Life cycles\n\nWritten from the tables in the code, from which the checks, the links and the documentation come too.\n",
    );
    for register in REGISTERS {
        if let Some(life) = register.lifecycle() {
            page += &format!("\n## {}\n\n```mermaid\n{}```\n", register.path(), life.diagram());
            page += &match life.deletable {
                [] => "\nNever deleted, only archived (R-40).\n".to_owned(),
                states => format!("\nCan be deleted while: {}. Otherwise archived (R-40).\n", states.join(", ")),
            };
        }
    }
    snapshot("docs/life-cycles.md", &page);
}

fn every_state_is_reached_and_every_way_known() {
    for life in REGISTERS.iter().filter_map(|register| register.lifecycle()) {
        let known = |state: &str| life.states().iter().any(|code| code.code == state);
        assert!(known(life.initial));
        for way in life.transitions {
            assert!(known(way.to) && way.from.iter().all(|state| known(state)), "{way:?}");
        }
        for state in life.states() {
            let reached = state.code == life.initial || life.transitions.iter().any(|way| way.to == state.code);
            assert!(reached, "nothing leads to {}", state.code);
        }
    }
}
