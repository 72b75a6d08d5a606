import { expect, type Page } from "@playwright/test";
import { Connection, Scan } from "@rolecall/domain";
import { z } from "zod";
import { at, type Owner, signUp } from "./console.ts";
import { awsAccountId, installRole } from "./customer-account.ts";

/** Either is far quicker, but shares two cores with everything else. */
const SOON = { timeout: 40_000, intervals: [250] };

const Answer = z.object({ result: z.object({ data: z.unknown() }) });

/** Calls the console's own API in the session of the page. */
async function callOf(page: Page, procedure: string, sent: { input: unknown; isQuery?: true }): Promise<unknown> {
  const [address, input] = [at(`/api/trpc/${procedure}`), JSON.stringify(sent.input)];
  const answer = sent.isQuery
    ? await page.request.get(address, { params: { input } })
    : await page.request.post(address, { data: sent.input });
  expect(answer.status(), `${procedure}: ${await answer.text()}`).toBe(200);
  return Answer.parse(await answer.json()).result.data;
}

export type ScannedAccount = Owner & { connectionId: string; externalId: string; scanId: string };

/**
 * A tenant of the journey's own with one scanned account, connected by the calls that the wizard makes: how the wizard leads there is
 * a journey of its own. Ends on the overview.
 */
export async function signUpWithScannedAccount(
  page: Page,
  roleName: string,
  name = "Production",
): Promise<ScannedAccount> {
  const owner = await signUp(page);
  const input = { name, kind: "account", partition: "aws" };
  const connection = Connection.parse(await callOf(page, "connections.create", { input }));
  const { id, externalId, principalArn } = connection;
  const roleArn = await installRole({ roleName, externalId, principalArn });
  await callOf(page, "connections.update", { input: { id, roleArn } });
  await callOf(page, "connections.verify", { input: { id } });
  const seen = async () => Connection.parse(await callOf(page, "connections.get", { input: { id }, isQuery: true }));
  await expect.poll(async () => (await seen()).status, SOON).toBe("active");
  const scans = async () => {
    const found = await callOf(page, "scans.list", { input: { awsAccountId, limit: 1 }, isQuery: true });
    return z.object({ items: z.array(Scan) }).parse(found).items;
  };
  await expect.poll(async () => (await scans()).map(({ status }) => status), SOON).toEqual(["complete"]);
  const [scan] = await scans();
  await page.goto(at("/overview"));
  return { ...owner, connectionId: id, externalId, scanId: scan!.id };
}
