import { Text } from "@mantine/core";
import type { Entrance } from "@rolecall/domain";
import { LinkText } from "@rolecall/ui";
import { GradeBadge } from "../../../rooms/access/grade-badge.tsx";
import { PowerBadge } from "../../../rooms/access/power-badge.tsx";
import classes from "./trust-map.module.css";

/** Whether an External ID is required; nothing where that does not apply. */
function ExternalId({ requiresExternalId }: Pick<Entrance, "requiresExternalId">) {
  if (requiresExternalId === null) return null;
  return (
    <Text span size="xs" c="dimmed" className={classes.unbroken ?? ""}>
      {requiresExternalId ? "asks for an External ID" : "no External ID"}
    </Text>
  );
}

/** A role that outsiders can enter: how well it is guarded, and its privilege. */
export function EntranceItem({ entrance }: { entrance: Entrance }) {
  return (
    <div className={classes.entrance}>
      <LinkText inherit href={`/roles/${entrance.roleId}`} className={classes.role ?? ""}>
        {entrance.roleName}
      </LinkText>
      <GradeBadge grade={entrance.grade} />
      <PowerBadge power={entrance.power} />
      <ExternalId {...entrance} />
    </div>
  );
}
