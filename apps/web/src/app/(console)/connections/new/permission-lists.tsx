import { Text } from "@mantine/core";
import type { Connection, ReadPermission } from "@rolecall/domain";
import { grantedPermissions, PACK_WORDS } from "../packs.ts";
import classes from "./permission-lists.module.css";

function Actions({ permissions }: { permissions: readonly ReadPermission[] }) {
  return (
    <ul className={classes.actions}>
      {permissions.map(({ action, purpose, required }) => (
        <li key={action}>
          <code>{action}</code>
          <span>
            {purpose}
            {required ? "" : " (optional)"}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Every action that the role of a connection is asked to grant, with its purpose. */
export function PermissionLists({ connection }: { connection: Connection }) {
  return grantedPermissions(connection).map(({ pack, asked, fallback }) => (
    <div key={pack} className={classes.pack}>
      <Text size="sm" fw={600}>
        {PACK_WORDS[pack].label}
      </Text>
      <Actions permissions={asked} />
      {fallback.length > 0 && (
        <details className={classes.more}>
          <summary>
            {fallback.length} more, called only where <code>iam:GetAccountAuthorizationDetails</code> is denied, or to
            read one user anew
          </summary>
          <Actions permissions={fallback} />
        </details>
      )}
    </div>
  ));
}
