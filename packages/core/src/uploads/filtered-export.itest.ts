import { newAwsAccountId } from "@rolecall/db/testing";
import { describe, expect, it } from "vitest";
import { listFindings } from "../findings/findings.ts";
import { listCredentials } from "../inventory/inventory.ts";
import { details, makeUploader, NOW, reportCsv } from "./upload-fixture.ts";

type Details = ReturnType<typeof details>;
/** What a filter leaves of an export: lists that it does not name are missing (--query), or empty (--filter). */
const FILTERS: readonly [string, (whole: Details) => Partial<Details>, readonly string[]][] = [
  ["RoleDetailList alone", ({ RoleDetailList }) => ({ RoleDetailList }), ["users", "groups", "policies"]],
  ["an empty UserDetailList beside a report of two users", (whole) => ({ ...whole, UserDetailList: [] }), ["users"]],
  [
    "roles, with empty lists of all else",
    ({ RoleDetailList }) => ({ UserDetailList: [], GroupDetailList: [], RoleDetailList, Policies: [] }),
    ["users", "groups", "policies"],
  ],
  [
    "users, with empty lists of all else",
    ({ UserDetailList }) => ({ UserDetailList, GroupDetailList: [], RoleDetailList: [], Policies: [] }),
    ["roles", "groups", "policies"],
  ],
];

describe("an export that was filtered, uploaded over a whole one, takes nothing away", () => {
  it.each(FILTERS)("%s", async (_, filtered, unread) => {
    const { clock, ctx, begin, send, land } = await makeUploader();
    const awsAccountId = newAwsAccountId();
    const upload = async (file: Partial<Details>) => {
      const id = await begin();
      await send(id, "authorization-details", JSON.stringify(file));
      await send(id, "credential-report", reportCsv(awsAccountId));
      return land(id);
    };
    const first = await upload(details(awsAccountId));
    const shown = async () => ({
      credentials: (await listCredentials(ctx, { limit: 200, sort: "userName" })).items.length,
      findings: (await listFindings(ctx, { limit: 200, sort: "severity" })).items.length,
    });
    const before = await shown();
    clock.now = new Date(NOW.getTime() + 3_600_000);
    const scan = await upload(filtered(details(awsAccountId)));
    expect(scan).toMatchObject({ status: "partial", changes: { removed: 0 }, counts: first.counts });
    for (const resource of unread) {
      expect(scan.coverage).toContainEqual(
        expect.objectContaining({
          resource,
          state: "failed",
          reason: expect.stringMatching(/without --filter and --query/),
        }),
      );
    }
    expect(await shown()).toEqual(before);
  });
});
