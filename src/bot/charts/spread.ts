/** What wants to stand at a height. */
export interface Wish {
  readonly centre: number;
  readonly height: number;
}

interface Cluster {
  readonly members: number[];
  top: number;
  height: number;
}

/**
 * Centres as near to the wishes as can be without any two overlapping, in the order of the wishes'
 * heights, between `top` and `bottom`; all are shown even when there is less room than they need.
 */
export function spread(
  wishes: readonly Wish[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): readonly number[] {
  const order = wishes
    .map((wish, index) => ({ ...wish, index }))
    .sort((a, b) => a.centre - b.centre || a.index - b.index);
  const within = (cluster: Cluster): void => {
    const middle =
      cluster.members.reduce((sum, index) => sum + (wishes[index]?.centre ?? 0), 0) /
      cluster.members.length;
    cluster.top = Math.max(top, Math.min(middle - cluster.height / 2, bottom - cluster.height));
  };
  const clusters: Cluster[] = [];
  for (const { index, height } of order) {
    let cluster: Cluster = { members: [index], top: 0, height };
    within(cluster);
    for (let above = clusters.at(-1); above !== undefined; above = clusters.at(-1)) {
      if (above.top + above.height <= cluster.top) break;
      clusters.pop();
      cluster = {
        members: [...above.members, ...cluster.members],
        top: 0,
        height: above.height + cluster.height,
      };
      within(cluster);
    }
    clusters.push(cluster);
  }
  return centresOf(clusters, wishes);
}

function centresOf(clusters: readonly Cluster[], wishes: readonly Wish[]): readonly number[] {
  const centres = wishes.map(() => 0);
  for (const { members, top } of clusters) {
    let edge = top;
    for (const index of members) {
      const height = wishes[index]?.height ?? 0;
      centres[index] = edge + height / 2;
      edge += height;
    }
  }
  return centres;
}
