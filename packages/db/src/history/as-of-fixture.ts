import {
  type ActivityRow,
  type CredentialDeadlines,
  CredentialKind,
  columnNamesOf,
  credentialDeadlines,
  type DatedCredential,
  DEFAULT_LIMITS,
  LANDING_TABLES,
  type LandingRow,
  type LandingTable,
  type LastUse,
  MS_PER_DAY,
  ROTATED_KINDS,
  type VersionRow,
} from "@rolecall/domain";
import { appendActivity } from "../inventory/activity.ts";
import { writeDeadlines, writeGrades, writePowers } from "../judgement/judgement-marks.ts";
import { appendVersions, upsertRows } from "../landing/landing.ts";
import type { TenantTx } from "../sql/transaction.ts";

/** Random numbers below `limit` that are the same in every run. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** A row of any of the tables, as far as it is filled in. */
type Row = Record<string, unknown> & { id: string };
type Tracked = { table: LandingTable; row: Row; isGone: boolean };

const pick = (row: Row, columns: readonly string[]) =>
  Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
const iso = (at: Date | null) => at?.toISOString() ?? null;
const USE_COLUMN = { iam_user: "last_activity_at", credential: "last_used_at", iam_role: "last_used_at" } as const;

/**
 * An account in which something happens each day, and whose landings write what a scan would: rows, a version where content
 * changed, a sample where something was used.
 */
export class ChangingAccount {
  readonly #accountId: string;
  readonly #random: (limit: number) => number;
  readonly #rows = new Map<string, Tracked>();
  readonly #landed = new Map<string, string>();
  #made = 0;
  /** What a judgement writes after a landing. */
  #deadlines: (CredentialDeadlines & { id: string })[] = [];

  constructor(accountId: string, seed: number) {
    this.#accountId = accountId;
    this.#random = seeded(seed);
  }

  #present(table: LandingTable): Row[] {
    return [...this.#rows.values()].filter((entry) => entry.table === table && !entry.isGone).map(({ row }) => row);
  }

  #one(table: LandingTable): Row | undefined {
    const rows = this.#present(table);
    return rows[this.#random(rows.length)];
  }

  #add(table: LandingTable, at: Date, values: Record<string, unknown>): Row {
    const row = {
      id: crypto.randomUUID(),
      account_id: this.#accountId,
      first_seen_at: null,
      gone_at: null,
      created_at: iso(at),
      ...values,
    };
    this.#rows.set(row.id, { table, row, isGone: false });
    return row;
  }

  #remove(row: Row | undefined): void {
    const entry = row && this.#rows.get(row.id);
    if (entry) entry.isGone = true;
  }

  #addUser(at: Date): void {
    const name = `user-${this.#random(40)}`;
    if (this.#present("iam_user").some((row) => row.user_name === name)) return;
    this.#add("iam_user", at, {
      user_id: `AIDA${++this.#made}`,
      user_name: name,
      arn: `arn:aws:iam::111122223333:user/${name}`,
      path: "/",
      tags: [],
      group_names: [],
      attached_policy_arns: [],
      inline_policies: [],
      has_console_password: null,
      has_mfa: null,
      mfa: "unknown",
      last_activity: "never",
    });
  }

  #removeUser(user: Row | undefined): void {
    for (const row of this.#present("credential")) if (user && row.user_record_id === user.id) this.#remove(row);
    this.#remove(user);
  }

  #addCredential(at: Date): void {
    const user = this.#one("iam_user");
    const kind = CredentialKind.options[this.#random(CredentialKind.options.length)];
    if (!user || !kind) return;
    const id = `AKIA${++this.#made}`;
    this.#add("credential", at, {
      kind,
      identity: id,
      access_key_id: kind === "access_key" ? id : null,
      user_record_id: user.id,
      user_name: user.user_name,
      user_id: user.user_id,
      status: "active",
      created_at: this.#random(8) === 0 ? null : iso(at),
      expires_at: this.#random(3) === 0 ? iso(new Date(at.getTime() + this.#random(200) * MS_PER_DAY)) : null,
      last_use: ["never", "unknown"][this.#random(2)],
    });
  }

  #addRole(at: Date): void {
    const name = `role-${this.#random(40)}`;
    if (this.#present("iam_role").some((row) => row.role_name === name)) return;
    this.#add("iam_role", at, {
      role_id: `AROA${++this.#made}`,
      role_name: name,
      arn: `arn:aws:iam::111122223333:role/${name}`,
      path: "/",
      kind: "other",
      trust: { principals: [], requiresExternalId: false, document: {} },
      tags: [],
      attached_policy_arns: [],
      inline_policies: [],
      instance_profile_names: [],
      last_use: "never",
    });
  }

  #use(row: Row | undefined, at: Date): void {
    if (!row) return;
    const [service, region] = [["s3", "ec2"][this.#random(2)], ["eu-west-1", "us-east-1"][this.#random(2)]];
    Object.assign(row, { last_use: "at", last_used_at: iso(at), last_used_region: region });
    if (!("identity" in row)) return;
    row.last_used_service = service;
    const user = this.#rows.get(String(row.user_record_id))?.row;
    if (user) Object.assign(user, { last_activity: "at", last_activity_at: iso(at) });
  }

  /** Something happens. */
  happen(at: Date): void {
    const actions: (() => void)[] = [
      () => this.#addUser(at),
      () => this.#addUser(at),
      () => this.#addCredential(at),
      () => this.#addCredential(at),
      () => this.#addRole(at),
      () => (this.#random(3) === 0 ? this.#removeUser(this.#one("iam_user")) : undefined),
      () => this.#remove(this.#one("credential")),
      () => (this.#random(2) === 0 ? this.#remove(this.#one("iam_role")) : undefined),
      () => this.#use(this.#one("credential"), at),
      () => this.#use(this.#one("credential"), at),
      () => this.#use(this.#one("iam_role"), at),
      () => Object.assign(this.#one("iam_user") ?? {}, { group_names: [`group-${this.#random(5)}`] }),
      () => Object.assign(this.#one("iam_user") ?? {}, { has_console_password: this.#random(2) === 0 }),
      () => Object.assign(this.#one("iam_user") ?? {}, { has_mfa: true, mfa: ["virtual", "unknown"][this.#random(2)] }),
      () => Object.assign(this.#one("iam_role") ?? {}, { tags: [{ key: "team", value: `${this.#random(9)}` }] }),
      () => Object.assign(this.#one("credential") ?? {}, { status: ["active", "inactive"][this.#random(2)] }),
    ];
    actions[this.#random(actions.length)]?.();
  }

  /** What follows from other columns. */
  #settle(): void {
    for (const row of this.#present("credential")) {
      const lastUse = (
        row.last_use === "at"
          ? { kind: "at", at: new Date(String(row.last_used_at)), service: null, region: null }
          : { kind: row.last_use }
      ) as LastUse;
      const limits = {
        ...DEFAULT_LIMITS,
        ...(ROTATED_KINDS.includes(CredentialKind.parse(row.kind)) ? {} : { rotationDays: null }),
      };
      const credential: DatedCredential = {
        status: row.status as "active" | "inactive",
        createdAt: row.created_at ? new Date(String(row.created_at)) : null,
        expiresAt: row.expires_at ? new Date(String(row.expires_at)) : null,
        lastUse,
      };
      this.#deadlines.push({ id: row.id, ...credentialDeadlines(credential, limits) });
    }
    for (const user of this.#present("iam_user")) {
      const keys = this.#present("credential").filter(
        (row) => row.user_record_id === user.id && row.kind === "access_key" && row.status === "active",
      );
      const made = keys.flatMap((row) => (row.created_at ? [String(row.created_at)] : [])).sort();
      Object.assign(user, { active_access_keys: keys.length, oldest_active_key_at: made[0] ?? null });
    }
  }

  #version(table: LandingTable, row: Row, change: VersionRow["change"], at: string): VersionRow {
    return {
      subject: LANDING_TABLES[table].subject,
      subject_id: row.id,
      valid_from: at,
      valid_to: change === "removed" ? at : null,
      account_id: this.#accountId,
      scan_id: this.#accountId,
      change,
      content_hash: String(row.content_hash),
      content: pick(row, columnNamesOf(table).content),
    };
  }

  #sample(table: keyof typeof USE_COLUMN, row: Row, at: string): ActivityRow[] {
    const lastAt = row[USE_COLUMN[table]];
    if (typeof lastAt !== "string" || row.sampled_at === lastAt) return [];
    row.sampled_at = lastAt;
    return [
      {
        subject: LANDING_TABLES[table].subject,
        subject_id: row.id,
        day: lastAt.slice(0, 10),
        service: String(row.last_used_service ?? ""),
        region: String(row.last_used_region ?? ""),
        account_id: this.#accountId,
        source: "last_used",
        last_at: lastAt,
        first_observed_at: at,
      },
    ];
  }

  /** What a landing writes of one row that changed since the last one, or that may have been used. */
  #planRow({ table, row, isGone }: Tracked & { table: keyof typeof USE_COLUMN }, at: string) {
    const known = this.#landed.get(row.id);
    const content = JSON.stringify(pick(row, columnNamesOf(table).content));
    Object.assign(row, {
      content_hash: content.slice(0, 40),
      first_seen_at: row.first_seen_at ?? at,
      gone_at: isGone ? at : null,
    });
    this.#landed.set(row.id, content);
    const change = isGone ? "removed" : known === undefined ? "created" : "changed";
    return {
      versions: isGone || known !== content ? [this.#version(table, row, change, at)] : [],
      samples: this.#sample(table, row, at),
    };
  }

  /** A scan finds what there is. */
  async land(tx: TenantTx, at: Date): Promise<void> {
    this.#deadlines = [];
    this.#settle();
    for (const table of ["iam_user", "credential", "iam_role"] as const) {
      const found = [...this.#rows.values()].filter(
        (entry) =>
          entry.table === table && entry.row.gone_at === null && (!entry.isGone || this.#landed.has(entry.row.id)),
      );
      const planned = found.map((entry) => this.#planRow({ ...entry, table }, at.toISOString()));
      await upsertRows(
        tx,
        table,
        found.map(({ row }) => row as LandingRow<typeof table>),
      );
      await appendVersions(
        tx,
        planned.flatMap(({ versions }) => versions),
      );
      await appendActivity(
        tx,
        planned.flatMap(({ samples }) => samples),
      );
    }
    // As a judgement does of principals without any policy; of groups nothing is known.
    await writeDeadlines(tx, this.#deadlines);
    await writePowers(
      tx,
      this.#present("iam_user").map(({ id, group_names }) => ({
        id,
        power: (group_names as string[]).length > 0 ? "unknown" : "none",
      })),
    );
    await writeGrades(
      tx,
      this.#present("iam_role").map(({ id }) => ({ id, power: "none", grade: "unknown" })),
    );
  }
}
