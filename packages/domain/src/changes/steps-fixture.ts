import type { Subject } from "../inventory/change.ts";
import { describeChange, type VersionStep } from "./describe-change.ts";
import type { VersionContent } from "./fields.ts";

export const FOUND_AT = new Date("2026-06-10T06:00:00Z");
export const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
export const READ_ONLY = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";

export const step = (given: Partial<VersionStep> & Pick<VersionStep, "subject">): VersionStep => ({
  change: "changed",
  foundAt: FOUND_AT,
  accountName: "Production",
  before: null,
  after: {},
  isFirstSeen: false,
  isRecreated: false,
  replacedBy: null,
  ...given,
});
export const changed = (subject: Subject, common: VersionContent, before: VersionContent, after: VersionContent) =>
  describeChange(step({ subject, before: { ...common, ...before }, after: { ...common, ...after } }));

export const ada = { user_name: "ada" };
export const key = {
  kind: "access_key",
  access_key_id: "AKIAOLD",
  identity: "AKIAOLD",
  user_name: "deploy",
  status: "active",
};
export const ci = { role_name: "ci" };
export const trust = (...principals: [string, string][]) => ({
  trust: {
    principals: principals.map(([type, value]) => ({ type, value })),
    requiresExternalId: false,
    document: { Statement: principals },
  },
});
export const tag = (name: string, value: string) => ({ key: name, value });
export const inline = (name: string, document: unknown, problem: string | null = null) => ({ name, document, problem });
