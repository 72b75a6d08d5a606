-- Events: what came to be true, when, and of what. Written once, in the transaction in which it became true; read by /changes.

CREATE TABLE "event" (
  "tenant_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  -- One of the catalogue in packages/domain/src/events, which is the one place that lists them.
  "type" TEXT NOT NULL CHECK ("type" ~ '^[a-z_]+\.[a-z_]+$'),
  "at" TIMESTAMPTZ(3) NOT NULL,
  "account_id" UUID,
  "subject" TEXT NOT NULL,
  "subject_id" UUID NOT NULL,
  "scan_id" UUID,
  "is_first_seen" BOOLEAN NOT NULL,
  "facts" JSONB NOT NULL
);

-- What is there already ---------------------------------------------------------------------------------------------
-- An owner that is no superuser sees no row while row-level security is forced.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['entity_version', 'aws_account', 'scan', 'credential', 'iam_user', 'iam_role', 'iam_policy', 'iam_group',
    'instance_profile', 'identity_provider', 'finding', 'finding_period', 'finding_exception', 'judgement', 'connection', 'audit_event'] LOOP
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;

-- A UUIDv7 of this instant, so that the events of before sort by id as those of later do.
CREATE FUNCTION pg_temp.event_id(at timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (left(hex, 8) || '-' || right(hex, 4) || '-7' || substr(gen_random_uuid()::text, 16))::uuid
  FROM (SELECT lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')) t (hex) $$;

-- An instant as it stands in JSON that the product writes.
CREATE FUNCTION pg_temp.iso(at timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- Each version that is a change.
WITH kind (subject, kind, prefix, resources) AS (
  VALUES
    ('user', '', 'user', '{users}'::text[]),
    ('role', '', 'role', '{roles}'),
    ('policy', '', 'policy', '{policies}'),
    ('group', '', 'group', '{groups}'),
    ('instance_profile', '', 'instance_profile', '{instance_profiles}'),
    ('identity_provider', '', 'identity_provider', '{oidc_providers,saml_providers}'),
    ('permission_set', '', 'permission_set', '{permission_sets}'),
    ('roles_anywhere', '', 'roles_anywhere', '{roles_anywhere}'),
    ('account', '', 'account_settings', '{account_summary,password_policy,account_alias}'),
    ('credential', 'access_key', 'key', '{access_keys}'),
    ('credential', 'console_password', 'password', '{credential_report,users}'),
    ('credential', 'ssh_public_key', 'ssh_key', '{ssh_public_keys}'),
    ('credential', 'signing_certificate', 'signing_certificate', '{signing_certificates}'),
    ('credential', 'service_specific_credential', 'service_password', '{service_specific_credentials}'),
    ('credential', 'api_key', 'api_key', '{service_specific_credentials}'),
    ('credential', 'server_certificate', 'server_certificate', '{server_certificates}'),
    ('credential', 'root_access_key', 'root_key', '{credential_report}'),
    ('credential', 'root_password', 'root_password', '{credential_report}'),
    ('credential', 'root_signing_certificate', 'root_certificate', '{credential_report}')
), version AS (
  SELECT v.tenant_id, v.subject, v.subject_id, v.valid_from AS at, v.account_id, v.scan_id, v.change, v.content,
    CASE v.subject WHEN 'credential' THEN v.content->>'kind' ELSE '' END AS kind,
    lag(v.content) OVER (PARTITION BY v.tenant_id, v.subject, v.subject_id ORDER BY v.valid_from) AS before
  FROM entity_version v
), first_found AS (
  SELECT tenant_id, account_id, subject, kind, min(at) AS at FROM version WHERE change = 'created' GROUP BY 1, 2, 3, 4
), reading AS (
  -- The reading before, of those that looked for such rows.
  SELECT found.*, previous.started_at
  FROM (SELECT DISTINCT v.tenant_id, v.account_id, v.subject, v.kind, v.at, v.scan_id FROM version v WHERE v.change <> 'learned') found
  JOIN kind k ON k.subject = found.subject AND k.kind = found.kind
  LEFT JOIN LATERAL (
    SELECT s.started_at FROM scan s
    WHERE s.tenant_id = found.tenant_id AND s.account_id = found.account_id AND s.status IN ('complete', 'partial')
      AND s.started_at < found.at AND s.requested_at < found.at AND s.id <> found.scan_id
      AND EXISTS (
        SELECT FROM jsonb_array_elements(s.coverage) entry
        WHERE entry->>'state' = 'read' AND entry->>'resource' = ANY(k.resources))
    ORDER BY s.requested_at DESC LIMIT 1
  ) previous ON TRUE
), named (tenant_id, id, account_id, name, first_seen_at, gone_at, subject) AS (
  SELECT tenant_id, id, account_id, user_name, first_seen_at, gone_at, 'user' FROM iam_user
  UNION ALL SELECT tenant_id, id, account_id, role_name, first_seen_at, gone_at, 'role' FROM iam_role
  UNION ALL SELECT tenant_id, id, account_id, policy_name, first_seen_at, gone_at, 'policy' FROM iam_policy
  UNION ALL SELECT tenant_id, id, account_id, group_name, first_seen_at, gone_at, 'group' FROM iam_group
  UNION ALL SELECT tenant_id, id, account_id, instance_profile_name, first_seen_at, gone_at, 'instance_profile' FROM instance_profile
  UNION ALL SELECT tenant_id, id, account_id, arn, first_seen_at, gone_at, 'identity_provider' FROM identity_provider
), recreated AS (
  SELECT DISTINCT n.tenant_id, n.subject, n.id, n.first_seen_at AS at
  FROM named n JOIN named o ON o.tenant_id = n.tenant_id AND o.account_id = n.account_id AND o.subject = n.subject AND o.name = n.name
    AND o.id <> n.id AND o.gone_at <= n.first_seen_at AND o.first_seen_at < n.first_seen_at
), ended_key AS (
  SELECT v.* FROM version v
  WHERE v.subject = 'credential' AND v.kind = 'access_key' AND v.before->>'status' = 'active'
    AND (v.change = 'removed' OR (v.change = 'changed' AND v.content->>'status' <> 'active'))
), rotation AS (
  SELECT DISTINCT ON (v.tenant_id, v.subject_id, v.at) v.tenant_id, v.subject_id, v.at,
    jsonb_build_object('accessKeyId', n.access_key_id, 'createdAt', pg_temp.iso(coalesce(n.created_at, n.first_seen_at))) AS replaced_by
  FROM ended_key v
  JOIN credential o ON o.tenant_id = v.tenant_id AND o.id = v.subject_id
  JOIN credential n ON n.tenant_id = o.tenant_id AND n.user_record_id = o.user_record_id AND n.kind = o.kind
    AND coalesce(n.created_at, n.first_seen_at) > coalesce(o.created_at, o.first_seen_at)
    AND (n.created_at IS NOT NULL OR n.first_seen_at > o.first_seen_at)
  JOIN entity_version nv ON nv.tenant_id = n.tenant_id AND nv.subject = 'credential' AND nv.subject_id = n.id AND nv.valid_from <= v.at
    AND (nv.valid_to IS NULL OR nv.valid_to > v.at) AND nv.change <> 'removed' AND nv.content->>'status' = 'active'
  ORDER BY v.tenant_id, v.subject_id, v.at, coalesce(n.created_at, n.first_seen_at) DESC
)
INSERT INTO "event" ("tenant_id", "id", "type", "at", "account_id", "subject", "subject_id", "scan_id", "is_first_seen", "facts")
SELECT v.tenant_id, pg_temp.event_id(v.at), k.prefix || '.' || CASE
    WHEN r.replaced_by IS NOT NULL THEN 'rotated'
    WHEN v.change = 'created' THEN 'created'
    WHEN v.change = 'removed' THEN 'deleted'
    WHEN v.subject = 'role' AND jsonb_typeof(v.before->'trust') = 'object' AND NOT v.before->'trust' ? 'unread'
      AND jsonb_typeof(v.content->'trust') = 'object' AND NOT v.content->'trust' ? 'unread'
      AND v.before->'trust' <> v.content->'trust' THEN 'trust_changed'
    WHEN v.subject <> 'credential' OR v.kind IN ('console_password', 'root_password', 'server_certificate')
      OR v.content->>'status' IS NOT DISTINCT FROM v.before->>'status' THEN 'changed'
    WHEN v.content->>'status' = 'active' THEN 'activated'
    WHEN v.content->>'status' = 'inactive' THEN 'deactivated'
    WHEN v.content->>'status' = 'expired' AND v.kind IN ('access_key', 'service_specific_credential', 'api_key') THEN 'expired'
    ELSE 'changed' END,
  v.at, v.account_id, v.subject, v.subject_id, v.scan_id,
  v.change = 'created' AND f.at = v.at AND reading.started_at IS NULL,
  jsonb_build_object('notBefore', pg_temp.iso(reading.started_at))
    || CASE WHEN v.change = 'created' THEN jsonb_build_object('isRecreated', recreated.id IS NOT NULL) ELSE '{}' END
    || CASE WHEN r.replaced_by IS NOT NULL THEN jsonb_build_object('replacedBy', r.replaced_by, 'ended', v.change) ELSE '{}' END
FROM version v
JOIN kind k ON k.subject = v.subject AND k.kind = v.kind
JOIN reading ON reading.tenant_id = v.tenant_id AND reading.account_id = v.account_id AND reading.subject = v.subject
  AND reading.kind = v.kind AND reading.at = v.at AND reading.scan_id = v.scan_id
LEFT JOIN first_found f ON f.tenant_id = v.tenant_id AND f.account_id = v.account_id AND f.subject = v.subject AND f.kind = v.kind
LEFT JOIN recreated ON recreated.tenant_id = v.tenant_id AND recreated.subject = v.subject AND recreated.id = v.subject_id AND recreated.at = v.at
LEFT JOIN rotation r ON r.tenant_id = v.tenant_id AND r.subject_id = v.subject_id AND r.at = v.at
WHERE v.change <> 'learned';

-- Findings that were opened and resolved. A period that goes on from another one, as only its words differ, opens nothing; what was
-- opened and resolved at one instant is neither.
WITH period AS (
  SELECT p.*, f.check_id, f.subject, f.subject_id,
    coalesce(lag(p.resolved_at) OVER course = p.opened_at AND lag(p.resolution) OVER course IS NULL, FALSE) AS goes_on
  FROM finding_period p JOIN finding f ON f.tenant_id = p.tenant_id AND f.id = p.finding_id
  WINDOW course AS (PARTITION BY p.tenant_id, p.finding_id ORDER BY p.opened_at)
), first_judgement AS (SELECT tenant_id, account_id, min(judged_at) AS at FROM judgement GROUP BY 1, 2)
INSERT INTO "event" ("tenant_id", "id", "type", "at", "account_id", "subject", "subject_id", "scan_id", "is_first_seen", "facts")
SELECT p.tenant_id, pg_temp.event_id(p.opened_at), 'finding.opened', p.opened_at, p.account_id, p.subject, p.subject_id, p.opened_scan_id,
  p.opened_at IS NOT DISTINCT FROM j.at,
  jsonb_build_object('findingId', p.finding_id, 'checkId', p.check_id, 'severity', p.severity, 'sentence', p.sentence)
FROM period p LEFT JOIN first_judgement j ON j.tenant_id = p.tenant_id AND j.account_id = p.account_id
WHERE NOT p.goes_on AND p.resolved_at IS DISTINCT FROM p.opened_at
UNION ALL
SELECT p.tenant_id, pg_temp.event_id(p.resolved_at), 'finding.resolved', p.resolved_at, p.account_id, p.subject, p.subject_id,
  (p.resolution->>'scanId')::uuid, FALSE,
  jsonb_build_object('findingId', p.finding_id, 'checkId', p.check_id, 'severity', p.severity, 'sentence', p.resolution->>'sentence',
    'resolution', p.resolution->>'kind')
FROM period p WHERE p.resolution IS NOT NULL AND (p.goes_on OR p.resolved_at > p.opened_at);

-- Exceptions that came near their day, passed it, or became void.
INSERT INTO "event" ("tenant_id", "id", "type", "at", "account_id", "subject", "subject_id", "scan_id", "is_first_seen", "facts")
SELECT x.tenant_id, pg_temp.event_id(e.at), e.type, e.at, x.account_id, x.subject, x.subject_id, NULL, FALSE,
  jsonb_build_object('exceptionId', x.id, 'checkId', x.check_id, 'owner', x.owner, 'expiresAt', pg_temp.iso(x.expires_at))
    || CASE WHEN e.type = 'exception.voided' THEN jsonb_build_object('reason', coalesce(x.end_reason, '')) ELSE '{}' END
FROM finding_exception x CROSS JOIN LATERAL (VALUES
  ('exception.expiring', greatest(x.created_at, x.expires_at - interval '14 days'), x.ended_at IS NULL OR x.ended_at > greatest(x.created_at, x.expires_at - interval '14 days')),
  ('exception.expired', x.expires_at, x.ended_at IS NULL OR x.end_kind = 'expired'),
  ('exception.voided', x.ended_at, x.end_kind = 'void')
) e (type, at, is_true)
WHERE e.is_true AND e.at <= now();

-- States of connections, as the audit log has them, and accounts that cannot be read.
INSERT INTO "event" ("tenant_id", "id", "type", "at", "account_id", "subject", "subject_id", "scan_id", "is_first_seen", "facts")
SELECT c.tenant_id, pg_temp.event_id(a.at), a.action, a.at, NULL, 'connection', c.id, NULL, FALSE, jsonb_build_object('reason', a.detail->'reason')
FROM (
  SELECT *, lag(action) OVER (PARTITION BY tenant_id, subject ORDER BY at, id) AS action_before
  FROM audit_event WHERE action IN ('connection.verified', 'connection.failed', 'connection.unsafe')
) a JOIN connection c ON c.tenant_id = a.tenant_id AND c.id::text = a.subject
WHERE a.action IS DISTINCT FROM a.action_before
UNION ALL
SELECT a.tenant_id, pg_temp.event_id(s.at), 'account.failing', s.at, a.id, 'account', a.id, s.id, FALSE, jsonb_build_object('reason', a.status_reason)
FROM aws_account a JOIN LATERAL (
  SELECT id, finished_at AS at FROM scan
  WHERE tenant_id = a.tenant_id AND account_id = a.id AND kind = 'inventory' AND status = 'failed' AND finished_at IS NOT NULL
  ORDER BY requested_at DESC LIMIT 1
) s ON TRUE
WHERE a.status = 'failing';

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['entity_version', 'aws_account', 'scan', 'credential', 'iam_user', 'iam_role', 'iam_policy', 'iam_group',
    'instance_profile', 'identity_provider', 'finding', 'finding_period', 'finding_exception', 'judgement', 'connection', 'audit_event'] LOOP
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
  END LOOP;
END $$;

-- Keys, indexes, references -----------------------------------------------------------------------------------------
ALTER TABLE "event"
  ADD PRIMARY KEY ("tenant_id", "id"),
  ADD FOREIGN KEY ("tenant_id") REFERENCES "tenant" ("id") ON DELETE CASCADE,
  ADD FOREIGN KEY ("tenant_id", "account_id") REFERENCES "aws_account" ("tenant_id", "id") ON DELETE CASCADE;
-- A page is read type by type, each in the order of its index, so that what is left out costs nothing.
CREATE INDEX "event_by_type" ON "event" ("tenant_id", "type", "is_first_seen", "at" DESC, "subject_id");
CREATE INDEX "event_by_account" ON "event" ("tenant_id", "account_id", "type", "is_first_seen", "at" DESC, "subject_id");
CREATE INDEX "event_by_subject" ON "event" ("tenant_id", "subject_id", "at" DESC);

-- Row-level security ------------------------------------------------------------------------------------------------
ALTER TABLE "event" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "event" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON "event" TO rolecall_app
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
-- What happened stays: nobody rewrites it.
GRANT SELECT, INSERT ON "event" TO rolecall_app;
