import {
  columnNamesOf,
  type JudgedColumn,
  LANDING_TABLES,
  type LandingRow,
  type LandingTable,
  landingSchemasOf,
} from "@rolecall/domain";
import { describe, expect, it } from "vitest";
import type {
  AccountSettings,
  Credential,
  IamGroup,
  IamPolicy,
  IamRole,
  IamUser,
  IdentityProvider,
  InstanceProfile,
  PermissionSet,
  Prisma,
  RolesAnywhereResource,
} from "../generated/client.ts";
import { ownerSql } from "../testing/index.ts";

/** Each table as Prisma has it, which is held equal to the migrations. */
type Models = {
  iam_user: IamUser;
  credential: Credential;
  iam_role: IamRole;
  iam_policy: IamPolicy;
  iam_group: IamGroup;
  instance_profile: InstanceProfile;
  identity_provider: IdentityProvider;
  permission_set: PermissionSet;
  roles_anywhere_resource: RolesAnywhereResource;
  account_settings: AccountSettings;
};

type SnakeCase<Name extends string> = Name extends `${infer Letter}${infer Rest}`
  ? Letter extends Lowercase<Letter>
    ? `${Letter}${SnakeCase<Rest>}`
    : `_${Lowercase<Letter>}${SnakeCase<Rest>}`
  : "";
/** As a landing has it: times are text, and JSON is what the domain says. */
type Landed<Value> = [Prisma.JsonValue] extends [Value] ? unknown : Value extends Date ? string : Value;
type Columns<Model> = { [Field in keyof Model & string as SnakeCase<Field>]: Landed<Model[Field]> };

type Fits<Value, Column> = unknown extends Column
  ? true
  : [Value] extends [Column]
    ? null extends Column
      ? null extends Value
        ? true
        : false
      : true
    : false;
/** Columns that the model has not, or has otherwise, and those that nobody writes. Never: none. */
type Misfit<T extends LandingTable> = string &
  (
    | Exclude<keyof LandingRow<T> | JudgedColumn<T>, keyof Columns<Models[T]>>
    | Exclude<keyof Columns<Models[T]>, keyof LandingRow<T> | JudgedColumn<T> | "tenant_id">
    | {
        [C in keyof LandingRow<T>]: C extends keyof Columns<Models[T]>
          ? Fits<LandingRow<T>[C], Columns<Models[T]>[C]> extends true
            ? never
            : C
          : never;
      }[keyof LandingRow<T>]
  );

describe("the columns of a table that landings write", () => {
  it("are those of its model, each of its type, and every column is written by somebody", () => {
    // Held by the compiler, which names what does not fit.
    const misfits: readonly never[] = [] as { [T in LandingTable]: `${T}.${Misfit<T>}` }[LandingTable][];
    expect(misfits).toEqual([]);
  });

  it.each(Object.keys(LANDING_TABLES) as LandingTable[])("are those of %s in the database", async (table) => {
    // Prisma's lists are not null, whatever the database would hold.
    const { rows } = await ownerSql<{ name: string; type: string; nullable: boolean }>(
      `SELECT attname AS name, format_type(atttypid, NULL) AS type, NOT attnotnull AND atttypid <> 'text[]'::regtype AS nullable FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attname <> 'tenant_id'`,
      [table],
    );
    const judged: readonly string[] = LANDING_TABLES[table].judged;
    const landed = rows.filter(({ name }) => !judged.includes(name));
    expect(rows.map(({ name }) => name).sort()).toEqual([...columnNamesOf(table).row, ...judged].sort());
    const { shape } = landingSchemasOf(table).row;
    const nullable = Object.entries(shape).flatMap(([name, column]) => (column.safeParse(null).success ? [name] : []));
    expect(nullable.sort()).toEqual(landed.flatMap((row) => (row.nullable ? [row.name] : [])).sort());
    const times = landed.flatMap(({ name, type }) => (type === "timestamp with time zone" ? [name] : []));
    expect([...columnNamesOf(table).times].sort()).toEqual(times.sort());
  });
});
