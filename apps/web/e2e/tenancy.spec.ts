import { expect } from "@playwright/test";
import { at, newOwner, signIn, signUp } from "./support/console.ts";
import { awsAccountId } from "./support/customer-account.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

test("a second organisation sees nothing of the first, whatever ids it knows", async ({ page, browser }) => {
  const first = await signUpWithScannedAccount(page, "RolecallTenancy", "Secret of First");
  const ownPaths = [`/connections/${first.connectionId}`, `/accounts/${awsAccountId}`, `/scans/${first.scanId}`];
  for (const path of ownPaths) expect((await page.request.get(at(path))).status(), path).toBe(200);

  const stranger = await browser.newPage();
  await signUp(stranger, newOwner("Second"));
  for (const path of [...ownPaths, `/connections/${first.connectionId}/template?format=cli`]) {
    const answer = await stranger.request.get(at(path));
    expect(answer.status(), path).toBe(404);
    expect(await answer.text()).not.toContain(first.externalId);
  }
  for (const path of ["/connections", "/accounts", "/settings/audit-log"]) {
    await stranger.goto(at(path));
    await expect(stranger.getByText("Secret of First")).toHaveCount(0);
    await expect(stranger.getByText(awsAccountId)).toHaveCount(0);
  }
});

test("signing out ends the session for good, also for a kept cookie", async ({ page, context }) => {
  const owner = await signUp(page);
  const kept = await context.cookies();
  await page.getByRole("button", { name: /Menu of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(at("/sign-in"));
  await context.addCookies(kept);
  await page.goto(at("/accounts"));
  await expect(page).toHaveURL(at("/sign-in?next=%2Faccounts"));
  await signIn(page, owner);
  await expect(page).toHaveURL(at("/accounts"));
});

test("a wrong password does not tell which of the two was wrong", async ({ page }) => {
  const owner = await signUp(page);
  await page.context().clearCookies();
  await page.goto(at("/sign-in"));
  for (const email of [owner.email, "nobody@acme.test"]) {
    await signIn(page, { email, password: "not the password" });
    await expect(page.getByRole("alert").filter({ hasText: "E-mail or password is not right." })).toBeVisible();
  }
});
