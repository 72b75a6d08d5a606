import type { RootFact } from "../scans/reading.ts";
import { INVENTORY } from "../scans/resources.ts";
import { type CredentialOwner, credentialRow, keepDate, lastUseColumns, UNTRACKED } from "./credential-rows.ts";
import type { WholeRow } from "./rows.ts";
import { isoOrNull } from "./stored-values.ts";
import type { IndexRow } from "./tables.ts";

type CredentialRow = WholeRow<"credential">;

const ROOT: CredentialOwner = { user_record_id: null, user_name: "<root_account>", user_id: null, owner: null };

type RootSecret = {
  kind: "root_access_key" | "root_password" | "root_signing_certificate";
  identity: string;
  changedAt: Date | null;
  use: ReturnType<typeof lastUseColumns>;
};
const rootRow = ({ kind, identity, changedAt, use }: RootSecret): CredentialRow =>
  credentialRow(
    {
      ...ROOT,
      ...use,
      kind,
      identity,
      access_key_id: null,
      name: null,
      service_name: null,
      status: "active",
      created_at: isoOrNull(changedAt),
      expires_at: null,
    },
    keepDate(changedAt),
  );

/** The root user's long-lived secrets. It has no id in AWS and at most two keys and certificates, told apart by their slots. */
function* rowsOf(root: RootFact): Generator<CredentialRow> {
  for (const { slot, lastRotatedAt, lastUse } of root.accessKeys) {
    const identity = `root:access_key_${slot}`;
    yield rootRow({ kind: "root_access_key", identity, changedAt: lastRotatedAt, use: lastUseColumns(lastUse) });
  }
  for (const { slot, lastRotatedAt } of root.signingCertificates ?? []) {
    const identity = `root:signing_certificate_${slot}`;
    yield rootRow({ kind: "root_signing_certificate", identity, changedAt: lastRotatedAt, use: UNTRACKED });
  }
  if (!root.hasPassword) return;
  yield rootRow({
    kind: "root_password",
    identity: "root:password",
    changedAt: root.passwordLastChangedAt,
    use: lastUseColumns(root.passwordLastUse),
  });
}

/**
 * The root user's credentials as far as they were read. Without the report only the number of keys and certificates is known: less
 * than what was known before.
 *
 * @param known the account's credentials, as the inventory has them.
 */
export function* rootRows(
  root: RootFact | null,
  known: readonly IndexRow<"credential">[],
  wasReportRead: boolean,
): Generator<CredentialRow> {
  if (!root) return;
  const bySlot = known.filter(
    ({ kind, gone_at }) => gone_at === null && INVENTORY[kind].goneBy.includes("credential_report"),
  );
  const knownKinds = new Set(bySlot.map(({ kind }) => kind));
  for (const row of rowsOf(root)) {
    if (wasReportRead || !knownKinds.has(row.columns.kind)) yield row;
  }
}
