import type { Connection } from "@rolecall/domain";
import { LinkBox } from "@rolecall/ui";
import { IconCheck } from "@tabler/icons-react";
import classes from "./wizard-progress.module.css";

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

type Props = { current: WizardStep; connection: Connection | null };

export function wizardHref(connectionId: string, step: Exclude<WizardStep, "name">): string {
  return `/connections/new?connection=${connectionId}&step=${step}`;
}

const NEEDS_ROLE: readonly WizardStep[] = ["verify"];
const NEEDS_PROOF: readonly WizardStep[] = ["choose", "members"];

/** Null: the step cannot be gone to, or not yet. */
function hrefOfStep({ id, roleArn, status }: Connection, step: WizardStep): string | null {
  if (step === "name") return null;
  if (NEEDS_ROLE.includes(step) && !roleArn) return null;
  if (NEEDS_PROOF.includes(step) && status !== "active") return null;
  return wizardHref(id, step);
}

/** Where in the wizard one is; steps that are behind, or that can be gone to, are links. */
export function WizardProgress({ current, connection }: Props) {
  const words = wizardSteps(connection?.kind ?? "account");
  const steps = Object.keys(words) as WizardStep[];
  const at = steps.indexOf(current);
  return (
    <nav aria-label="Steps" className={classes.frame}>
      <ol className={classes.steps}>
        {steps.map((step, index) => {
          const href = connection && step !== current ? hrefOfStep(connection, step) : null;
          const content = (
            <>
              <span className={classes.number} aria-hidden="true">
                {index < at ? <IconCheck size={14} stroke={2.5} /> : index + 1}
              </span>
              {words[step]?.label}
            </>
          );
          return (
            <li
              key={step}
              className={classes.step}
              data-state={index < at ? "done" : step === current ? "current" : "ahead"}
              aria-current={step === current ? "step" : undefined}
            >
              {href ? (
                <LinkBox href={href} className={classes.link}>
                  {content}
                </LinkBox>
              ) : (
                <span className={classes.link}>{content}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
