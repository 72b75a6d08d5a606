/** The actions that share a line of the budget. */
export function ActionNames({ actions }: { actions: readonly string[] }) {
  if (actions.length === 0) return "all together";
  return actions.map((action) => (
    <div key={action} style={{ minWidth: "18rem" }}>
      <code>{action}</code>
    </div>
  ));
}
