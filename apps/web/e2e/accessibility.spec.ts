import { expect, type Page } from "@playwright/test";
import { violationsOf } from "./support/axe.ts";
import { at, beginConnection, signUp } from "./support/console.ts";
import { awsAccountId } from "./support/customer-account.ts";
import { test } from "./support/journey.ts";
import { signUpWithScannedAccount } from "./support/scanned-account.ts";

/** Many pages in one journey, because connecting an account is what takes long. */
const MANY_PAGES_MS = 240_000;
const SECTIONS = ["/overview", "/connections", "/accounts", "/accounts/upload", "/scans/cost", "/changes", "/reports"];
const INVENTORY = [
  "/inventory",
  "/users",
  "/credentials",
  "/roles",
  "/policies",
  "/groups",
  "/instance-profiles",
  "/identity-providers",
  "/permission-sets",
  "/roles-anywhere",
];
const JUDGEMENT = [
  "/migration",
  "/migration/progress",
  "/people",
  "/owners",
  "/migration/campaigns",
  "/migration/campaigns/new",
  "/findings",
  "/findings?status=resolved",
  "/checks",
  "/checks?benchmark=cis_7.0.0",
  "/exceptions",
  "/trust-map",
  "/rotation",
  "/rotation?by=owner",
];
/** What looks otherwise while no account is connected. Lists without rows are one component: a few of them stand for all. */
const EMPTY = [
  ...[
    "/overview",
    "/connections",
    "/accounts",
    "/changes",
    "/reports",
    "/users",
    "/credentials",
    "/roles",
    "/policies",
  ],
  ...["/migration", "/migration/progress", "/people", "/owners", "/migration/campaigns", "/migration/campaigns/new"],
  ...["/findings", "/checks", "/exceptions", "/trust-map", "/rotation"],
];
const SETTINGS = ["/settings", "/settings/rotation-policies", "/settings/api-tokens", "/settings/audit-log"];

// What axe finds says where it is: no step leads to it.
test.use({ trace: "off" });

async function violationsOn(page: Page, path: string): Promise<string[]> {
  await page.goto(at(path));
  await page.emulateMedia({ colorScheme: "light" });
  const light = await violationsOf(page);
  await page.emulateMedia({ colorScheme: "dark" });
  // Of all rules, it alone looks at colours.
  return [...light, ...(await violationsOf(page, { rules: ["color-contrast"] }))];
}

async function violationsOnAll(page: Page, paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) found.push(...(await violationsOn(page, path)));
  return found;
}

test("axe finds nothing on the pages before sign-in, in the light and the dark scheme", async ({ page }) => {
  expect(
    await violationsOnAll(page, ["/sign-in", "/sign-up", "/invitation/x", "/confirm/x", "/unsubscribe/x"]),
  ).toEqual([]);
});

test("axe finds nothing in an empty organisation and in the wizard, in the light and the dark scheme", async ({
  page,
}) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUp(page);
  const { id } = await beginConnection(page, "Checked by axe");
  const steps = ["install", "role", "verify"].map((step) => `/connections/new?connection=${id}&step=${step}`);
  expect(await violationsOnAll(page, [...EMPTY, "/connections/new", ...steps])).toEqual([]);
});

test("axe finds nothing with an account connected, in the light and the dark scheme", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  const { connectionId, scanId } = await signUpWithScannedAccount(page, "RolecallAxe");
  const verified = `/connections/new?connection=${connectionId}&step=verify`;
  const past = ["/users?asOf=2026-01-01", "/changes?firstSeen=show"];
  const details = [`/connections/${connectionId}`, `/accounts/${awsAccountId}`, `/scans/${scanId}`, verified];
  expect(
    await violationsOnAll(page, [...SECTIONS, ...JUDGEMENT, ...INVENTORY, ...past, ...SETTINGS, ...details]),
  ).toEqual([]);
});
