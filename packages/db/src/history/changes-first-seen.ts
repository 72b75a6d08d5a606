import type { CredentialKind, ResourceKind, Subject } from "@rolecall/domain";
import { Prisma } from "../generated/client.ts";

/** By which kinds of resource a subject is found; each of them is enough. */
const READ_BY: Readonly<Record<Exclude<Subject, "credential">, readonly ResourceKind[]>> = {
  user: ["users"],
  role: ["roles"],
  policy: ["policies"],
  group: ["groups"],
  instance_profile: ["instance_profiles"],
  identity_provider: ["oidc_providers", "saml_providers"],
  permission_set: ["permission_sets"],
  roles_anywhere: ["roles_anywhere"],
  account: ["account_summary", "password_policy", "account_alias"],
};
const CREDENTIAL_READ_BY: Readonly<Record<CredentialKind, readonly ResourceKind[]>> = {
  access_key: ["access_keys"],
  console_password: ["credential_report", "users"],
  ssh_public_key: ["ssh_public_keys"],
  signing_certificate: ["signing_certificates"],
  service_specific_credential: ["service_specific_credentials"],
  api_key: ["service_specific_credentials"],
  server_certificate: ["server_certificates"],
  root_access_key: ["credential_report"],
  root_password: ["credential_report"],
  root_signing_certificate: ["credential_report"],
};
const pairs = Prisma.join([
  ...Object.entries(READ_BY).map(([subject, resources]) => Prisma.sql`(${subject}, ''::text, ${resources}::text[])`),
  ...Object.entries(CREDENTIAL_READ_BY).map(
    ([kind, resources]) => Prisma.sql`('credential', ${kind}::text, ${resources}::text[])`,
  ),
]);
/** By which resources each subject is found, and of credentials each kind. */
export const READ_BY_SQL = Prisma.sql`read_by (subject, kind, resources) AS (VALUES ${pairs})`;
export const KIND_OF_VERSION = Prisma.sql`CASE v.subject WHEN 'credential' THEN coalesce(v.content->>'kind', '') ELSE '' END`;

/** The scans of an account that landed before an instant and read one of some kinds of resource, the newest first. */
export const scanBeforeSql = (accountId: string, before: string, notScanId: string, resources: string): Prisma.Sql =>
  Prisma.sql`
    SELECT s.started_at FROM scan s
    WHERE s.account_id = ${Prisma.raw(accountId)} AND s.status IN ('complete', 'partial') AND s.started_at < ${Prisma.raw(before)}
      AND s.requested_at < ${Prisma.raw(before)} AND s.id IS DISTINCT FROM ${Prisma.raw(notScanId)}
      AND EXISTS (
        SELECT FROM jsonb_array_elements(s.coverage) entry
        WHERE entry->>'state' = 'read' AND entry->>'resource' = ANY(${Prisma.raw(resources)})
      )
    ORDER BY s.requested_at DESC LIMIT 1`;

/**
 * When each account's first reading of each kind found what there was. Versions of that instant are no changes: nobody knows
 * when they appeared. A kind whose first versions came after a reading that found none has no such instant.
 */
export const FIRST_SEEN_SQL = Prisma.sql`
  first_found AS MATERIALIZED (
    SELECT found.* FROM (
      SELECT a.id AS account_id, r.subject, r.kind, r.resources, v.valid_from AS at, v.scan_id
      FROM aws_account a CROSS JOIN read_by r CROSS JOIN LATERAL (
        SELECT v.valid_from, v.scan_id FROM entity_version v
        WHERE v.account_id = a.id AND v.subject = r.subject ORDER BY v.valid_from LIMIT 1
      ) v
      WHERE r.subject <> 'credential'
      UNION ALL
      SELECT c.account_id, 'credential', c.kind, r.resources, min(c.first_seen_at), NULL
      FROM credential c JOIN read_by r ON r.subject = 'credential' AND r.kind = c.kind GROUP BY c.account_id, c.kind, r.resources
    ) found
    WHERE NOT EXISTS (${scanBeforeSql("found.account_id", "found.at", "found.scan_id", "found.resources")})
  )`;

/** Joins a version `v` with the first reading that found it, as `f`; nothing of `f` where it was found later. */
export const JOIN_FIRST_FOUND = Prisma.sql`LEFT JOIN first_found f ON f.account_id = v.account_id AND f.subject = v.subject
  AND f.at = v.valid_from AND f.kind = ${KIND_OF_VERSION} AND v.change = 'created'`;
