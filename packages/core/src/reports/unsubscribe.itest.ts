import { createHmac } from "node:crypto";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { type Connected, connectCustomer } from "../emulated-customer-fixture.ts";
import { signLink } from "../identity/signed-links.ts";
import { composedReport, deliver, startMailServer, startReport, tokenOf, WEEKLY } from "./mail-server-fixture.ts";
import { createReportSchedule, listReportSchedules } from "./schedules.ts";
import { describeSubscription, unsubscribe, unsubscribeUrl } from "./unsubscribe.ts";

describe("unsubscribing", () => {
  const linkOf = ({ deps, tenantId }: Connected, scheduleId: string, recipient: string) =>
    tokenOf(unsubscribeUrl(deps, { tenantId, scheduleId, recipient }));

  it("by the link in the mail takes that recipient off, and the last one stops the schedule", async () => {
    const { customer, schedule, report } = await composedReport({ recipients: ["a@acme.test", "b@acme.test"] });
    const server = await startMailServer();
    await deliver(customer, report.mails[0]!.id, server.port);
    const { headers } = await PostalMime.parse(server.received[0]!);
    const link = headers.find(({ key }) => key === "list-unsubscribe")!.value.slice(1, -1);
    expect(link).toMatch(/^https:\/\/rolecall\.test\/api\/unsubscribe\//);

    expect(await describeSubscription(customer.deps, tokenOf(link))).toEqual({
      email: "a@acme.test",
      scheduleName: WEEKLY.name,
    });
    const recipients = async () =>
      (await listReportSchedules(customer.ctx, { limit: 10 })).items.map((row) => row.recipients);
    expect(await recipients()).toEqual([["a@acme.test", "b@acme.test"]]);
    for (const _ of [1, 2])
      expect(await unsubscribe(customer.deps, tokenOf(link))).toEqual({
        email: "a@acme.test",
        scheduleName: WEEKLY.name,
      });
    expect(await recipients()).toEqual([["b@acme.test"]]);
    await unsubscribe(customer.deps, linkOf(customer, schedule.id, "b@acme.test"));
    expect(await recipients()).toEqual([]);
    customer.later(24 * 8);
    expect(await startReport(customer, schedule.id)).toBeNull();
  });

  it("at the same moment loses nobody's wish", async () => {
    const customer = await connectCustomer();
    const names = ["a@acme.test", "b@acme.test", "c@acme.test", "d@acme.test"];
    const { id } = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: names });
    await Promise.all(names.slice(0, 3).map((name) => unsubscribe(customer.deps, linkOf(customer, id, name))));
    expect((await listReportSchedules(customer.ctx, { limit: 1 })).items[0]?.recipients).toEqual(["d@acme.test"]);
  });

  it("by a link of more than 90 days ago does nothing", async () => {
    const customer = await connectCustomer();
    const { id } = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: ["a@acme.test"] });
    const token = linkOf(customer, id, "a@acme.test");
    customer.later(90 * 24 - 1);
    expect(await describeSubscription(customer.deps, token)).not.toBeNull();
    customer.later(2);
    expect(await describeSubscription(customer.deps, token)).toBeNull();
    expect(await unsubscribe(customer.deps, token)).toBeNull();
    expect((await listReportSchedules(customer.ctx, { limit: 1 })).items[0]?.recipients).toEqual(["a@acme.test"]);
  });

  it("by a link that is not ours does nothing", async () => {
    const customer = await connectCustomer();
    const { id } = await createReportSchedule(customer.ctx, { ...WEEKLY, recipients: ["a@acme.test", "b@acme.test"] });
    const token = linkOf(customer, id, "a@acme.test");
    const [body, signature] = token.split(".") as [string, string];
    const forged = Buffer.from(JSON.stringify([customer.tenantId, id, "b@acme.test"])).toString("base64url");
    const otherSecret = { ...customer.deps.settings, unsubscribeSecret: "another-secret-of-another-installation" };
    const foreign = tokenOf(
      unsubscribeUrl(
        { ...customer.deps, settings: otherSecret },
        { tenantId: customer.tenantId, scheduleId: id, recipient: "a@acme.test" },
      ),
    );
    for (const bad of [
      "",
      ".",
      body,
      `${forged}.${signature}`,
      `${body}.${signature.slice(0, -1)}`,
      `${body}.${signature}x`,
      foreign,
      // Ours, for another purpose: and one of a version whose links never ended.
      signLink(customer.deps, "address proof", [customer.tenantId, id, "a@acme.test"], new Date("2100-01-01")),
      `${forged}.${createHmac("sha256", customer.deps.settings.unsubscribeSecret).update(`unsubscribe ${forged}`).digest("base64url")}`,
    ]) {
      expect(await unsubscribe(customer.deps, bad)).toBeNull();
      expect(await describeSubscription(customer.deps, bad)).toBeNull();
    }
    expect((await listReportSchedules(customer.ctx, { limit: 1 })).items[0]?.recipients).toEqual([
      "a@acme.test",
      "b@acme.test",
    ]);
  });
});
