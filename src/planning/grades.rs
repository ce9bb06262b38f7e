//! The three grades in which the year is judged.

crate::code_list! {
    /// How far something was achieved.
    pub enum Grade "grades" ("Betyg", "Grades") {
        Achieved = "achieved" ("Uppnått", "Achieved"),
        PartlyAchieved = "partly_achieved" ("Delvis uppnått", "Partly achieved"),
        NotAchieved = "not_achieved" ("Ej uppnått", "Not achieved"),
    }
}
