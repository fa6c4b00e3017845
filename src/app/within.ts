/** Waits until the work is done, or for this long. Its failure is somebody else's to take. */
export async function within(waitMsMax: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((give) => {
    timer = setTimeout(give, waitMsMax);
  });
  const ended = work.then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([ended, late]);
  clearTimeout(timer);
}
