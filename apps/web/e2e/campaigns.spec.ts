import { expect, type Page } from "@playwright/test";
import { violationsOf } from "./support/axe.ts";
import { at } from "./support/console.ts";
import { rowsOf } from "./support/inventory.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

const MANY_PAGES_MS = 240_000;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Saves a file by its link, and gives its name and its first bytes. */
async function saved(page: Page, link: string): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link }).click()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString("latin1") };
}

test("users of the queue go into a campaign, a wave and a plan, and its files can be saved", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallCampaigns");

  await page.goto(at("/migration/campaigns/new"));
  await page.getByRole("button", { name: "Create campaign" }).click();
  await expect(page.getByText("Name the campaign")).toBeVisible();
  await page.getByLabel("Name").fill("Build servers");
  await page.getByLabel("Target date").fill(inDays(200));
  await page.getByRole("button", { name: "Create campaign" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Build servers" })).toBeVisible();
  await expect(region(page, "Where it stands")).toContainText("No users yet");
  const campaign = page.url();

  await page.goto(at("/migration"));
  await page.getByRole("checkbox", { name: "Select ci-deploy" }).check();
  await page.getByRole("checkbox", { name: "Select never-signed-in" }).check();
  await page.getByRole("button", { name: "Add to campaign" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Add 2 users" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.goto(campaign);
  await expect(rowsOf(page, "Users of the campaign")).toHaveCount(2);
  await page.getByRole("checkbox", { name: "Select ci-deploy" }).check();
  await page.getByRole("button", { name: "Move to wave" }).click();
  await page.getByRole("dialog").getByLabel("Wave").fill("1");
  await page.getByRole("dialog").getByLabel("Due date in this campaign").fill(inDays(60));
  await page.getByRole("dialog").getByRole("button", { name: "Move 1 user" }).click();
  await expect(rowsOf(page, "Waves").first()).toContainText("Wave 1");

  await page.getByRole("checkbox", { name: /selected|Select users/ }).check();
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Owner").fill("platform");
  await page.getByRole("dialog").getByRole("button", { name: "Plan 2 users" }).click();
  await expect(page.getByRole("dialog").getByRole("status")).toContainText("planned");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();

  await page.getByLabel("Add a comment").fill("The vendor was asked.");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(region(page, "Comments")).toContainText("The vendor was asked.");
  expect(await violationsOf(page)).toEqual([]);

  const csv = await saved(page, "Export CSV");
  expect(csv.name).toBe("build-servers.csv");
  expect(csv.text).toContain("ci-deploy");
  const pdf = await saved(page, "Evidence PDF");
  expect(pdf.text.slice(0, 5)).toBe("%PDF-");

  await page.goto(at("/migration/campaigns"));
  await expect(rowsOf(page, "Campaigns")).toContainText([/Build servers.*2/]);
  expect(await violationsOf(page)).toEqual([]);
});
