import type { Connection } from "@rolecall/domain";
import { LinkBox } from "@rolecall/ui";
import { IconCheck } from "@tabler/icons-react";
import { type WizardStep, wizardHref, wizardSteps } from "../wizard-steps.ts";
import classes from "./wizard-progress.module.css";

type Props = { current: WizardStep; connection: Connection | null };

const NEEDS_ROLE: readonly WizardStep[] = ["verify"];
const NEEDS_PROOF: readonly WizardStep[] = ["choose", "members"];

/** Null: the step is not available, or not yet. */
function hrefOfStep({ id, roleArn, status }: Connection, step: WizardStep): string | null {
  if (step === "name") return null;
  if (NEEDS_ROLE.includes(step) && !roleArn) return null;
  if (NEEDS_PROOF.includes(step) && status !== "active") return null;
  return wizardHref(id, step);
}

/** The steps of the wizard; all available ones are links. */
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
