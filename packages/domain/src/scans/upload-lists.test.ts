import { expect, it } from "vitest";
import type { ParsedReport, ReportRow } from "./credential-report.ts";
import { type UploadedLists, unreadLists } from "./upload-lists.ts";

/**
 * Exports that were filtered, as people make them to share a part of an account. localstack 5230: get-account-authorization-details
 * with --filter gives the other lists empty.
 */
const OWN = "arn:aws:iam::111122223333:policy/deploy";
const AWS = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const ada = { userName: "ada", groupNames: ["engineers"], attachedPolicyArns: [OWN] };
const role = { attachedPolicyArns: [AWS] };
const WHOLE: UploadedLists = {
  users: [ada],
  roles: [role],
  groups: [{ groupName: "engineers", attachedPolicyArns: [] }],
  policies: [
    { arn: OWN, isAwsManaged: false },
    { arn: AWS, isAwsManaged: true },
  ],
};
const NONE: UploadedLists = { users: null, roles: null, groups: null, policies: null };
const EMPTY: UploadedLists = { users: [], roles: [], groups: [], policies: [] };

const reportOf = (...names: string[]): ParsedReport => ({
  state: "parsed",
  generatedAt: new Date("2026-06-01T12:00:00Z"),
  root: null,
  rows: new Map(),
  rowsByName: new Map(names.map((name) => [name, {} as ReportRow])),
  oddRows: [],
});

const ALL = ["users", "roles", "groups", "policies"];
it.each<[what: string, lists: UploadedLists, report: ParsedReport | null, unread: string[]]>([
  ["all there is", WHOLE, reportOf("ada"), []],
  ["all there is, without a report", WHOLE, null, []],
  [
    "an account without users, whose report has the root user alone",
    { ...WHOLE, users: [], groups: [] },
    reportOf(),
    [],
  ],
  ["a user deleted since the report was made", WHOLE, reportOf("ada", "grace"), []],
  [
    "--query '{RoleDetailList: RoleDetailList}'",
    { ...NONE, roles: [role] },
    reportOf("ada", "grace"),
    ["users", "groups", "policies"],
  ],
  [
    "--query '{UserDetailList: UserDetailList}'",
    { ...NONE, users: [ada] },
    reportOf("ada"),
    ["roles", "groups", "policies"],
  ],
  ["--query '{Policies: Policies}'", { ...NONE, policies: WHOLE.policies }, null, ["users", "roles", "groups"]],
  ["--filter Role", { ...EMPTY, roles: [role] }, reportOf("ada", "grace"), ["users", "groups", "policies"]],
  ["--filter Role, without a report", { ...EMPTY, roles: [role] }, null, ["users", "groups", "policies"]],
  ["--filter User", { ...EMPTY, users: [ada] }, reportOf("ada"), ["roles", "groups", "policies"]],
  ["--filter Group", { ...EMPTY, groups: WHOLE.groups }, null, ["users", "roles", "policies"]],
  ["--filter LocalManagedPolicy", { ...EMPTY, policies: WHOLE.policies }, null, ["users", "roles", "groups"]],
  [
    "--filter User Role Group LocalManagedPolicy",
    { ...WHOLE, policies: [{ arn: OWN, isAwsManaged: false }] },
    reportOf("ada"),
    ["policies"],
  ],
  [
    "--filter Role Group LocalManagedPolicy AWSManagedPolicy beside a report of two users",
    { ...WHOLE, users: [] },
    reportOf("ada", "grace"),
    ["users"],
  ],
  ["--query 'UserDetailList[:1]' of many", WHOLE, reportOf("ada", "grace", "linus"), ["users"]],
  ["nothing at all", EMPTY, null, ALL],
])("of %s, what is not whole was not read", (_, lists, report, unread) => {
  expect([...unreadLists(lists, report).keys()].toSorted()).toEqual(unread.toSorted());
  for (const reason of unreadLists(lists, report).values()) expect(reason).toMatch(/without --filter and --query\.$/);
});
