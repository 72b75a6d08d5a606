import { expect, type Page } from "@playwright/test";
import { violationsOf } from "./support/axe.ts";
import { at } from "./support/console.ts";
import { openRow, rowsOf } from "./support/inventory.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

const MANY_PAGES_MS = 240_000;
/** Accounts are judged again within a minute after the policies change. */
const UNTIL_JUDGED = { timeout: 90_000 };
const MS_PER_DAY = 86_400_000;
const dayIn = (days: number): string => new Date(Date.now() + days * MS_PER_DAY).toISOString().slice(0, 10);

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Follows the gravest number of the overview that counts anything, and tells how many it counts. */
async function openGravest(page: Page): Promise<number> {
  const counts = page.getByRole("navigation", { name: "Open findings by severity" }).getByRole("link");
  await expect(counts).toHaveCount(5);
  const amounts = (await counts.allTextContents()).map((text) => Number.parseInt(text.replaceAll(",", ""), 10));
  const gravest = amounts.findIndex((amount) => amount > 0);
  expect(gravest, `no finding is open: ${amounts}`).toBeGreaterThanOrEqual(0);
  await counts.nth(gravest).click();
  await expect(page).toHaveURL((url) => url.pathname === "/findings" && url.searchParams.get("status") === "open");
  return amounts[gravest]!;
}

test("a finding is opened from the overview's number, assigned, excepted until a day, and open again when that is revoked", async ({
  page,
}) => {
  test.setTimeout(MANY_PAGES_MS);
  const { email } = await signUpWithScannedAccount(page, "RolecallFindings");
  const amount = await openGravest(page);
  await expect(rowsOf(page, "Findings")).toHaveCount(Math.min(amount, 50));
  expect(await violationsOf(page)).toEqual([]);

  await rowsOf(page, "Findings").first().getByRole("rowheader").getByRole("link").click();
  await expect(page).toHaveURL(/\/findings\/[0-9a-f-]{36}$/);
  const findingUrl = page.url();
  const verdict = region(page, "What is wrong");
  await expect(verdict).toContainText("Open");
  await expect(verdict).toContainText("What to do");
  await expect(region(page, "Course")).toContainText("Opened");
  await expect(region(page, "Facts")).toContainText(/by .* (of|on) \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole("button", { name: "Assign to me" }).click();
  await page.getByLabel("Note").fill("Known since the audit: =cmd| <b>");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Noted")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Assignee")).toHaveValue(email);
  await expect(page.getByLabel("Note")).toHaveValue("Known since the audit: =cmd| <b>");

  await page.getByRole("button", { name: "Make an exception" }).click();
  const form = page.getByRole("dialog", { name: "Make an exception" });
  await form.getByLabel("Who answers for it").fill("");
  await form.getByRole("button", { name: "Make the exception" }).click();
  await expect(form).toContainText("Say who answers for it");
  await expect(form).toContainText("Choose the day on which it ends");
  await form.getByLabel("Who answers for it").fill("platform team");
  await form.getByLabel("Why it may stay as it is").fill("The vendor moves to roles in spring.");
  await form.getByLabel("Who allowed it").fill("ciso@acme.test");
  await form.getByLabel("Last day").fill(dayIn(60));
  await form.getByRole("button", { name: "Make the exception" }).click();
  await expect(form).toBeHidden();
  await expect(verdict).toContainText("Excepted");
  await expect(verdict).toContainText(`until ${dayIn(60)}`);
  expect(await violationsOf(page)).toEqual([]);

  await page.goto(at(`/findings?status=excepted&assignee=${encodeURIComponent(email)}`));
  await expect(rowsOf(page, "Findings")).toHaveCount(1);
  await expect(rowsOf(page, "Findings")).toContainText(`until ${dayIn(60)}`);
  await page.goto(at("/exceptions?state=active"));
  const exception = rowsOf(page, "Exceptions").filter({ hasText: "The vendor moves to roles in spring." });
  await expect(exception).toContainText("platform team");
  expect(await violationsOf(page)).toEqual([]);
  await exception.getByRole("rowheader").getByRole("link").click();
  await expect(page).toHaveURL(findingUrl);

  await page.goto(`${findingUrl}?asOf=${dayIn(-1)}`);
  await expect(page.getByRole("heading", { name: "This finding was not known then" })).toBeVisible();
  await page.getByRole("link", { name: "See it now" }).click();
  await expect(page).toHaveURL(findingUrl);
  await page.getByRole("button", { name: "Revoke the exception" }).click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await expect(verdict).toContainText("Open");
  await expect(region(page, "Exception")).toContainText(`Revoked by ${email}`);
  await page.goto(at("/exceptions?state=revoked"));
  await expect(rowsOf(page, "Exceptions")).toContainText(["The vendor moves to roles in spring."]);
});

test("a check's number leads to the findings it counts, and what is not assessed says why", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallChecks");
  await page.goto(at("/checks"));
  await page.getByLabel("Benchmark").selectOption("CIS AWS Foundations 7.0.0");
  await expect(page).toHaveURL(at("/checks?benchmark=cis_7.0.0"));
  await expect(region(page, "Not assessed")).toContainText("Not assessed");
  expect(await violationsOf(page)).toEqual([]);

  await page.goto(at("/checks"));
  const failed = rowsOf(page, "Checks")
    .filter({ has: page.getByText("Failed", { exact: true }) })
    .first();
  const number = failed.getByRole("link");
  const amount = Number.parseInt((await number.textContent())!, 10);
  await number.click();
  await expect(page).toHaveURL(/\/findings\?checkId=/);
  await expect(rowsOf(page, "Findings")).toHaveCount(Math.min(amount, 50));

  await page.goto(at("/findings?q=nobody-is-called-this"));
  await expect(page.getByRole("heading", { name: "No findings match these filters" })).toBeVisible();
});

test("an override of the rotation policies moves a credential's deadline", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallPolicies");
  await page.goto(at("/credentials?kind=access_key&status=active"));
  const key = await rowsOf(page, "Credentials").first().getByRole("rowheader").getByRole("link").textContent();
  await openRow(page, "/credentials?kind=access_key&status=active", "Credentials", key!);
  const credentialUrl = page.url();
  const deadline = () => region(page, "Age and use").locator("dt:text-is('Deadline') + dd").textContent();
  const before = await deadline();

  await page.goto(at("/settings/rotation-policies"));
  await page.getByRole("button", { name: "Add an override" }).click();
  await page.getByLabel("Path of the user").fill("vendors");
  await page.getByRole("button", { name: "Save the policies" }).click();
  await expect(page.getByText("Give it a name of at most 80 characters")).toBeVisible();
  await expect(page.getByText("A path begins and ends with a slash")).toBeVisible();
  await expect(page.getByText("It changes no limit: set one, or remove the line")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByLabel("Path of the user").fill("");
  await page.getByLabel("Name", { exact: true }).fill("Slow movers");
  const overrides = region(page, "Overrides");
  await overrides.getByLabel("Rotate", { exact: true }).selectOption("After days");
  await overrides.getByLabel("Rotate, days").fill("3650");
  await page.getByRole("button", { name: "Save the policies" }).click();
  await expect(page.getByText("All accounts are judged again within a minute.")).toBeVisible();
  await page.reload();
  await expect(region(page, "Overrides")).toContainText("rotate within 3,650 days");

  await expect(async () => {
    await page.goto(credentialUrl);
    expect(await deadline()).not.toBe(before);
  }).toPass(UNTIL_JUDGED);
});
