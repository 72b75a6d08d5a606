import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const TOP = "node_modules/";

/** What the lock file wants on every machine: links are workspaces, and optional packages are of one system or the other. */
function wantedPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  return Object.entries(packages).filter(([path, { link, optional }]) => path.includes(TOP) && !link && !optional);
}

function installedVersion(root, path) {
  const file = join(root, path, "package.json");
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8")).version;
  } catch {
    // A package that was cut off while it was written is not there.
    return null;
  }
}

/**
 * Packages that are not there in the version of the lock file, by their folders. npm's own copy of what it installed, in the top
 * folder, says nothing of a workspace's folder that was removed or came from elsewhere: each package is asked itself.
 *
 * @param options.nestedOnly only those in a workspace's own node_modules: few enough to ask at every start
 */
export function packagesThatDiffer(root, { nestedOnly = false } = {}) {
  return wantedPackages(root)
    .filter(([path]) => !nestedOnly || !path.startsWith(TOP))
    .filter(([path, { version }]) => installedVersion(root, path) !== version)
    .map(([path]) => path);
}
