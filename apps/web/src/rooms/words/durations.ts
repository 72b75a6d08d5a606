/** `3600` seconds as `1 hour`, `5400` as `1.5 hours`. */
export function hoursText(seconds: number): string {
  const hours = seconds / 3600;
  return `${hours.toLocaleString("en-US", { maximumFractionDigits: 2 })} ${hours === 1 ? "hour" : "hours"}`;
}
