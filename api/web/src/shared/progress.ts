/** Listens to how far a process is, until it is over; gives how to stop listening. */
export function followProgress<Step>(
  address: string,
  kind: string,
  isOver: (step: Step) => boolean,
  onStep: (step: Step) => void,
): () => void {
  const source = new EventSource(address);
  source.addEventListener(kind, (message: MessageEvent<string>) => {
    const step = JSON.parse(message.data) as Step;
    if (isOver(step)) source.close();
    onStep(step);
  });
  return () => source.close();
}
