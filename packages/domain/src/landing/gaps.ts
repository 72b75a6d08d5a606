import { isSame } from "../canonical-json.ts";
import type { LastUse } from "../scans/reading.ts";
import { INVENTORY, type InventoryKind } from "../scans/resources.ts";
import { isUnread } from "./stored-values.ts";
import {
  type ColumnsOf,
  type ContentOf,
  columnNamesOf,
  type LandingRow,
  type LandingTable,
  type StoredPolicy,
} from "./tables.ts";

/** Whether a column of a row that is known says no more than that nothing is known. `read` is what is to replace it. */
type IsGap<T extends LandingTable, Column extends keyof ContentOf<T>> = (
  known: LandingRow<T>,
  read: ContentOf<T>[Column],
  everRead: ReadonlySet<string>,
) => boolean;

const isNull =
  <Column extends string>(column: Column) =>
  (known: Readonly<Record<Column, unknown>>): boolean =>
    known[column] === null;
const isUnknown =
  <Column extends string>(column: Column) =>
  (known: Readonly<Record<Column, string>>): boolean =>
    known[column] === "unknown";

/** The same policies, and a difference only in documents that were not read before. */
const wereDocumentsUnread = ({ inline_policies: known }: { inline_policies: StoredPolicy[] }, read: StoredPolicy[]) =>
  known.length === read.length &&
  read.every((policy, index) => {
    const other = known[index];
    return other?.name === policy.name && (isUnread(other) || isSame(other, policy));
  });

/** Of what has no use, only what is known of it may differ. */
const isStillUnused =
  <Column extends "last_use" | "last_activity">(column: Column) =>
  (known: Readonly<Record<Column, LastUse["kind"]>>, read: LastUse["kind"]): boolean =>
    known[column] === "unknown" || (known[column] !== "at" && read !== "at");

const wasTrustUnread = ({ trust }: LandingRow<"iam_role">): boolean => trust.unread !== undefined;
/** A slot of an uploaded report, whose key a reading with ids makes known. */
const isSlot = ({ kind, access_key_id: id }: LandingRow<"credential">): boolean => kind === "access_key" && id === null;

type Root = ContentOf<"account_settings">["root"];
/** Each part of the root user's that differs was unknown. */
function wasRootUnknown({ root: known }: { root: Root }, read: Root): boolean {
  if (!known || !read) return !known;
  const parts = Object.keys(read) as (keyof typeof read)[];
  return parts.every((part) => known[part] === null || known[part] === read[part]);
}

const GAPS: { readonly [T in LandingTable]?: { readonly [Column in keyof ContentOf<T>]?: IsGap<T, Column> } } = {
  iam_user: {
    inline_policies: wereDocumentsUnread,
    has_mfa: isNull("has_mfa"),
    mfa: isUnknown("mfa"),
    mfa_devices: isNull("mfa_devices"),
    has_console_password: isNull("has_console_password"),
    active_access_keys: isNull("active_access_keys"),
    last_activity: isStillUnused("last_activity"),
  },
  credential: {
    identity: isSlot,
    access_key_id: isSlot,
    created_at: (known) => isSlot(known) || known.created_at === null,
    owner: (_known, _read, everRead) => !everRead.has("users"),
    last_use: isStillUnused("last_use"),
  },
  iam_role: {
    inline_policies: wereDocumentsUnread,
    max_session_duration_seconds: isNull("max_session_duration_seconds"),
    description: isNull("max_session_duration_seconds"),
    trust: wasTrustUnread,
    kind: wasTrustUnread,
    last_use: isUnknown("last_use"),
  },
  iam_policy: { policy: ({ policy }) => isUnread(policy) },
  iam_group: { inline_policies: wereDocumentsUnread },
  permission_set: { assignments: isNull("assignments") },
  account_settings: {
    alias: (_known, _read, everRead) => !everRead.has("account_alias"),
    password_policy_state: isUnknown("password_policy_state"),
    password_policy: isUnknown("password_policy_state"),
    quotas: isNull("quotas"),
    root: wasRootUnknown,
  },
};

type Detail = (typeof INVENTORY)[InventoryKind]["details"][number];
const COLUMNS_OF_DETAIL: Readonly<
  Record<Detail, readonly (keyof ColumnsOf<"iam_user"> | keyof ColumnsOf<"iam_role">)[]>
> = {
  tags: ["tags", "owner"],
  groupNames: ["group_names"],
  attachedPolicyArns: ["attached_policy_arns"],
  inlinePolicies: ["inline_policies"],
  permissionsBoundaryArn: ["permissions_boundary_arn"],
  instanceProfileNames: ["instance_profile_names"],
};

const INVENTORY_KIND: Readonly<Partial<Record<LandingTable, InventoryKind>>> = {
  iam_user: "user",
  iam_role: "role",
  iam_group: "group",
};

/** Whether a column is a detail that may have been left out, and is then kept as empty: its kind was never wholly read. */
function mayHaveBeenLeftOut(table: LandingTable, column: string, everRead: ReadonlySet<string>): boolean {
  const kind = INVENTORY_KIND[table];
  if (!kind || INVENTORY[kind].foundBy.every((resource) => everRead.has(resource))) return false;
  return INVENTORY[kind].details.some((detail) => COLUMNS_OF_DETAIL[detail].some((name) => name === column));
}

/**
 * Whether the only difference is that something is known now that was not before: nothing changed in the account. A column that
 * is as it was is no difference, so that content which is merely hashed anew fills gaps only, too.
 */
export function fillsGapsOnly<T extends LandingTable>(
  table: T,
  known: LandingRow<T>,
  content: ContentOf<T>,
  everRead: ReadonlySet<string>,
): boolean {
  const gaps = GAPS[table];
  return columnNamesOf(table).content.every(
    (column) =>
      isSame(known[column], content[column]) ||
      mayHaveBeenLeftOut(table, column, everRead) ||
      gaps?.[column]?.(known, content[column], everRead) === true,
  );
}
