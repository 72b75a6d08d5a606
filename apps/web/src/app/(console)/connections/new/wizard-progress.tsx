import { LinkBox } from "@rolecall/ui";
import { IconCheck } from "@tabler/icons-react";
import classes from "./wizard-progress.module.css";

export type WizardStep = "name" | "install" | "role" | "verify";

export const WIZARD_STEPS: Record<WizardStep, { label: string; description: string }> = {
  name: { label: "Name", description: "Give the account a name that your team knows it by." },
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

type Props = { current: WizardStep; connectionId: string | null; hasRole: boolean };

export function wizardHref(connectionId: string, step: Exclude<WizardStep, "name">): string {
  return `/connections/new?connection=${connectionId}&step=${step}`;
}

/** Where in the wizard one is; steps that are behind, or that can be gone to, are links. */
export function WizardProgress({ current, connectionId, hasRole }: Props) {
  const steps = Object.keys(WIZARD_STEPS) as WizardStep[];
  const at = steps.indexOf(current);
  return (
    <nav aria-label="Steps" className={classes.frame}>
      <ol className={classes.steps}>
        {steps.map((step, index) => {
          const open = connectionId !== null && step !== "name" && step !== current && (step !== "verify" || hasRole);
          const content = (
            <>
              <span className={classes.number} aria-hidden="true">
                {index < at ? <IconCheck size={14} stroke={2.5} /> : index + 1}
              </span>
              {WIZARD_STEPS[step].label}
            </>
          );
          return (
            <li
              key={step}
              className={classes.step}
              data-state={index < at ? "done" : step === current ? "current" : "ahead"}
              aria-current={step === current ? "step" : undefined}
            >
              {open ? (
                <LinkBox href={wizardHref(connectionId, step)} className={classes.link}>
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
