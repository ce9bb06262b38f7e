DROP TABLE calendar_subscriptions;

ALTER TABLE users DROP COLUMN email;
