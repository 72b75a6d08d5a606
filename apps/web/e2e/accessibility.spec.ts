import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { at, beginConnection, signUp, tellRoleArn } from "./support/console.ts";
import { awsAccountId, installRole } from "./support/customer-account.ts";

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
/** Lists without rows are one component: a few of them stand for all. */
const EMPTY_LISTS = ["/users", "/credentials", "/roles", "/policies"];
const SETTINGS = ["/settings", "/settings/rotation-policies", "/settings/api-tokens", "/settings/audit-log"];

/** Says for each rule what broke it where, so that a failure can be mended from its message. */
async function violationsOn(page: Page, path: string): Promise<string[]> {
  await page.goto(at(path));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  const light = await new AxeBuilder({ page }).analyze();
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  const dark = await new AxeBuilder({ page }).withRules(["color-contrast"]).analyze();
  return [...light.violations, ...dark.violations].map(
    ({ id, nodes }) => `${path}: ${id}: ${nodes.map((node) => node.html).join(" | ")}`,
  );
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
  expect(
    await violationsOnAll(page, [...SECTIONS, ...JUDGEMENT, ...EMPTY_LISTS, "/connections/new", ...steps]),
  ).toEqual([]);
});

test("axe finds nothing with an account connected, in the light and the dark scheme", async ({ page }) => {
  test.setTimeout(MANY_PAGES_MS);
  await signUp(page);
  const connection = await beginConnection(page, "Checked by axe");
  await tellRoleArn(page, await installRole({ roleName: "RolecallAxe", ...connection }));
  await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible({ timeout: 40_000 });
  const scanPath = (await page.getByRole("link", { name: "Open the scan" }).getAttribute("href"))!;
  const verified = `/connections/new?connection=${connection.id}&step=verify`;
  const past = ["/users?asOf=2026-01-01", "/changes?firstSeen=show"];
  const details = [`/connections/${connection.id}`, `/accounts/${awsAccountId}`, scanPath, verified];
  expect(
    await violationsOnAll(page, [...SECTIONS, ...JUDGEMENT, ...INVENTORY, ...past, ...SETTINGS, ...details]),
  ).toEqual([]);
});
