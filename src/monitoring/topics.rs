//! What monitoring and knowledge are about.

crate::code_list! {
    /// What a monitoring item or a knowledge activity is about.
    pub enum Topic "topics" ("Ämnen", "Topics") {
        ValueChains = "value_chains" ("Värdekedjor", "Value chains"),
        ForeignOwnership = "foreign_ownership" ("Utländskt ägande", "Foreign ownership"),
        TalentRetention = "talent_retention" ("Att behålla kompetens", "Retaining talent"),
        TalentAttraction = "talent_attraction" ("Att locka kompetens", "Attracting talent"),
        Culture = "culture" ("Kultur", "Culture"),
        LivingEnvironment = "living_environment" ("Livsmiljö", "Living environment"),
        Mobility = "mobility" ("Rörlighet", "Mobility"),
        Enterprise = "enterprise" ("Företagande", "Enterprise"),
        Skills = "skills" ("Kompetens", "Skills"),
        Environment = "environment" ("Miljö", "Environment"),
        CohesionPolicy = "cohesion_policy" ("Sammanhållningspolitik", "Cohesion policy"),
        BorderObstacles = "border_obstacles" ("Gränshinder", "Border obstacles"),
        Other = "other" ("Annat", "Other"),
    }
}
