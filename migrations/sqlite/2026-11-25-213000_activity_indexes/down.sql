DROP INDEX activities_status;

DROP INDEX activities_matrix;
CREATE INDEX activities_matrix ON activities (year, archived, strategy_area_id, priority, state, status, next_update_due_on, cost_estimate_currency, cost_actual_currency, cost_estimate_minor, cost_actual_minor);
