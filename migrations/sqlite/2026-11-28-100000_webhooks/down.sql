DROP TABLE leases;
DROP TABLE webhook_deliveries;
DROP TABLE webhook_cursors;
DROP TABLE webhook_secrets;
DROP TABLE webhooks;

DELETE FROM external_ids WHERE resource_type = 'webhook';
DELETE FROM record_references WHERE from_id IN (SELECT id FROM records WHERE resource_type = 'webhook');
DELETE FROM record_references WHERE to_id IN (SELECT id FROM records WHERE resource_type = 'webhook');
DELETE FROM records WHERE resource_type = 'webhook';
