-- Who answers for an activity stands in the index of the matrix, so that counting what nobody answers for reads no rows.
DROP INDEX activities_matrix;
CREATE INDEX activities_matrix ON activities (year, archived, strategy_area_id, priority, state, status, next_update_due_on, cost_estimate_currency, cost_actual_currency, cost_estimate_minor, cost_actual_minor, owner_unit_id, responsible_user_id, responsible);

-- What does not go as planned in a year, by title, for the follow-up.
CREATE INDEX activities_status ON activities (year, status, archived, name_key, id);
