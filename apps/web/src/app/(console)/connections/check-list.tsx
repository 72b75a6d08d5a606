import { Box, Group, Loader, Text } from "@mantine/core";
import type { CheckStatus, ConnectionCheck } from "@rolecall/domain";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleX,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./check-list.module.css";

const icon = (Icon: typeof IconCircleX, tone: string) => (
  <Icon size={20} stroke={1.8} className={classes[tone]} aria-hidden />
);

const LOOK: Record<CheckStatus, { word: string; picture: ReactNode }> = {
  pending: { word: "Waiting", picture: icon(IconCircleDashed, "quiet") },
  running: { word: "Running", picture: <Loader size={18} aria-hidden /> },
  passed: { word: "Passed", picture: icon(IconCircleCheck, "good") },
  warning: { word: "Warning", picture: icon(IconAlertTriangle, "attention") },
  failed: { word: "Failed", picture: icon(IconCircleX, "bad") },
  unproven: { word: "Could not be told", picture: icon(IconAlertTriangle, "attention") },
  skipped: { word: "Skipped", picture: icon(IconCircleMinus, "quiet") },
};

const FINISHED: ReadonlySet<CheckStatus> = new Set(["passed", "warning", "failed", "unproven", "skipped"]);

/** At most so many passed permissions are listed; more are folded once all checks have finished. */
const LISTED_PERMISSIONS = 4;

const isPassedPermission = ({ name, status }: ConnectionCheck): boolean =>
  status === "passed" && name.startsWith("permission:");

/** The checks of a connection in the order in which they run, each with its result. */
export function CheckList({ checks }: { checks: readonly ConnectionCheck[] }) {
  const finished = checks.filter((check) => FINISHED.has(check.status)).length;
  const passed = checks.filter(isPassedPermission);
  const isFolded = finished === checks.length && passed.length > LISTED_PERMISSIONS;
  const listed = isFolded ? checks.filter((check) => !isPassedPermission(check)) : checks;
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs" role="status">
        {finished} of {checks.length} checks finished
      </Text>
      <ul className={classes.list}>
        {listed.map((check) => (
          <CheckLine key={check.name} check={check} />
        ))}
      </ul>
      {isFolded && (
        <details className={classes.folded}>
          <summary>{passed.length} permissions passed</summary>
          <ul className={classes.list}>
            {passed.map((check) => (
              <CheckLine key={check.name} check={check} />
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function CheckLine({ check }: { check: ConnectionCheck }) {
  const { word, picture } = LOOK[check.status];
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start" className={classes.line} data-check={check.name}>
      <Box className={classes.picture}>{picture}</Box>
      <Box miw={0} style={{ flex: 1 }}>
        <Text size="sm" fw={500} className={classes.text}>
          {check.title}
        </Text>
        {check.message && (
          <Text size="sm" c="dimmed" className={classes.text}>
            {check.message}
          </Text>
        )}
      </Box>
      <Text size="xs" c="dimmed" className={classes.word} data-status={check.status}>
        {word}
      </Text>
    </Group>
  );
}
