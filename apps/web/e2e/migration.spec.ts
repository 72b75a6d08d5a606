import { expect, type Page } from "@playwright/test";
import { successorTrustPolicy } from "@rolecall/domain";
import { violationsOf } from "./support/axe.ts";
import { at } from "./support/console.ts";
import { awsAccountId, createRole } from "./support/customer-account.ts";
import { openRow, rowsOf, scanAccount } from "./support/inventory.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

const MANY_PAGES_MS = 240_000;
const USER = "ci-deploy";
const PIPELINE = { GROUP: "fernhill", PROJECT: "web", BRANCH: "main" };
const inNinetyDays = (): string => new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const stage = (page: Page) => page.getByRole("list", { name: "Stages" }).locator('[aria-current="step"]');

/** Makes the role that the plan names, as the customer's own tools would. */
const makeRole = (roleName: string): Promise<string> =>
  createRole({
    roleName,
    trustPolicy: successorTrustPolicy("gitlab_oidc", { awsAccountId, partition: "aws" }, PIPELINE)!.policy,
    actions: ["s3:PutObject", "lambda:UpdateFunctionCode"],
  });

async function acceptPlan(page: Page, roleArn: string): Promise<void> {
  await page.getByRole("button", { name: "Plan the migration" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Target").selectOption("Role for GitLab pipelines");
  await form.getByRole("button", { name: "Accept the plan" }).click();
  await expect(form.getByText("Choose a date")).toBeVisible();
  const reason = form.getByLabel("Why not the proposed target");
  if (await reason.isVisible()) await reason.fill("The project deploys with it.");
  await form.getByLabel("Owner").fill("platform");
  await form.getByLabel("Due date").fill(inNinetyDays());
  await form.getByLabel("In which group is the project?").fill(PIPELINE.GROUP);
  await form.getByLabel("What is the project called there?").fill(PIPELINE.PROJECT);
  await form.getByLabel("From which branch may it deploy?").fill(PIPELINE.BRANCH);
  await form.getByLabel("ARN of the role that takes over").fill(roleArn);
  await form.getByRole("button", { name: "Accept the plan" }).click();
  await expect(form).toBeHidden();
}

test("a user in the queue is planned, a scan proves the role, and the plan is withdrawn", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUpWithScannedAccount(page, "RolecallMigration");
  const roleName = `deploy-web-${Date.now()}`;

  await page.goto(at("/migration"));
  const users = page.getByRole("navigation", { name: "Stages: To plan" }).getByRole("link", { name: /Identified/ });
  const identified = Number.parseInt((await users.textContent())!, 10);
  expect(identified).toBeGreaterThan(0);
  await users.click();
  await expect(page).toHaveURL(/stage=identified/);
  await expect(rowsOf(page, "Migrations")).toHaveCount(identified);
  expect(await violationsOf(page)).toEqual([]);

  await openRow(page, "/migration", "Migrations", USER);
  await expect(stage(page)).toContainText("Identified");
  await expect(region(page, "Proposal")).toContainText("What speaks for it");

  await acceptPlan(page, `arn:aws:iam::${awsAccountId}:role/${roleName}`);
  await expect(stage(page)).toContainText("Planned");
  await expect(region(page, "Where it stands")).toContainText("Make the role that takes over");
  await expect(region(page, "Plan")).toContainText("fernhill");
  const record = page.url();

  await makeRole(roleName);
  await scanAccount(page);
  await page.goto(record);
  await expect(stage(page)).toContainText("Role ready");
  await expect(rowsOf(page, "Evidence").filter({ hasText: roleName })).toContainText("View scan");
  await expect(region(page, "Use of the old way and the new one")).toContainText(`Role ${roleName}`);
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole("link", { name: "View user" }).click();
  await expect(region(page, "Migration")).toContainText("Role ready");
  await region(page, "Migration").getByRole("link", { name: "View migration" }).click();

  await page.getByRole("button", { name: "Withdraw the plan" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Withdraw it" }).click();
  await expect(stage(page)).toContainText("Identified");
  await expect(rowsOf(page, "Plans so far")).toHaveCount(1);

  await page.goto(at("/migration/progress"));
  await expect(region(page, "Forecast")).toContainText("of 4 users in scope");
  await expect(page.getByRole("figure").filter({ hasText: "Users by stage" })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
});
