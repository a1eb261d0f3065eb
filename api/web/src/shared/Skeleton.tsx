/** The shape of what is coming, while it is on its way. */
export function Skeleton({ height = 16, width = '100%' }: { height?: number; width?: string }) {
  return <span class="skeleton" style={{ height: `${height}px`, width }} aria-hidden="true" />;
}

export function SkeletonLines({ count, height = 40 }: { count: number; height?: number }) {
  return (
    <div class="stack" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} height={height} />
      ))}
    </div>
  );
}
