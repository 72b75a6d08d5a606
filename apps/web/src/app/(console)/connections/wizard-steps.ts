import type { Connection } from "@rolecall/domain";

export type WizardStep = "name" | "install" | "role" | "verify" | "choose" | "members";

type Words = { label: string; description: string };

const ACCOUNT_STEPS: Record<"name" | "install" | "role" | "verify", Words> = {
  name: { label: "Name", description: "What to connect, and the name that your team knows it by." },
  install: {
    label: "Install the role",
    description: "Make a read-only role in your AWS account that trusts Rolecall under one condition: the External ID.",
  },
  role: { label: "Role ARN", description: "Tell Rolecall which role you made." },
  verify: {
    label: "Verify",
    description: "Rolecall proves that the role is safe and sufficient before it reads anything.",
  },
};

const ORGANIZATION_STEPS: Record<WizardStep, Words> = {
  ...ACCOUNT_STEPS,
  install: {
    label: "Install the roles",
    description:
      "Make a read-only role in the management account, and a StackSet that brings it into the member accounts. Both trust Rolecall under one condition: the External ID.",
  },
  role: { label: "Role ARN", description: "Tell Rolecall the role that reads the organisation." },
  choose: { label: "Choose accounts", description: "Choose the units and accounts that Rolecall is to read." },
  members: {
    label: "Verify accounts",
    description: "Rolecall proves the role of each account before it reads anything in it.",
  },
};

/** The steps of a connection of this kind, in their order. */
export const wizardSteps = (kind: Connection["kind"]): Partial<Record<WizardStep, Words>> =>
  kind === "organization" ? ORGANIZATION_STEPS : ACCOUNT_STEPS;

/** The address of a step of the wizard. */
export function wizardHref(connectionId: string, step: Exclude<WizardStep, "name">): string {
  return `/connections/new?connection=${connectionId}&step=${step}`;
}
