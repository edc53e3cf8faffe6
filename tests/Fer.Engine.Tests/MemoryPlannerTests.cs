namespace Fer.Engine.Tests;

public class MemoryPlannerTests
{
    [Fact]
    public void Blocks_alive_together_never_overlap_and_others_share()
    {
        RandomGenerator random = RandomGenerator.Create(1);
        for (int round = 0; round < 200; round++)
        {
            var requests = new List<MemoryRequest>();
            for (int i = 0; i < 30; i++)
            {
                int first = random.Next(40);
                requests.Add(new MemoryRequest(1 + random.Next(1000), first, first + random.Next(10)));
            }

            long total = MemoryPlanner.Plan(requests);
            foreach (MemoryRequest a in requests)
            {
                Assert.InRange(a.Offset, 0, total - a.Length);
                Assert.Equal(0, a.Offset % 16);
                Assert.All(
                    requests.Where(b => b != a && a.OverlapsInTime(b)),
                    b => Assert.True(a.Offset + a.Length <= b.Offset || b.Offset + b.Length <= a.Offset));
            }

            Assert.True(total < requests.Sum(request => request.Length), "nothing was shared");
        }
    }
}
