import { Text } from "@mantine/core";
import type { ResourceCoverage } from "@rolecall/domain";
import { deniedByInWords } from "./resource-labels.ts";

type Props = Pick<ResourceCoverage, "reason" | "action" | "deniedBy">;

/** Why something could not be read, which IAM action is missing, and which policy stands in the way. */
export function CoverageReason({ reason, action, deniedBy }: Props) {
  return (
    // AWS's messages contain ARNs, which offer no place to break.
    <Text component="div" size="sm" miw={220} style={{ overflowWrap: "anywhere" }}>
      {reason ?? "AWS did not tell why."}
      {action && !reason?.includes(action) && (
        <div>
          Missing action: <code>{action}</code>
        </div>
      )}
      {deniedBy && (
        <Text component="div" size="xs" c="dimmed" mt={2}>
          {deniedByInWords(deniedBy)}
          {deniedBy.policyArn && (
            <>
              {": "}
              <code>{deniedBy.policyArn}</code>
            </>
          )}
        </Text>
      )}
    </Text>
  );
}
