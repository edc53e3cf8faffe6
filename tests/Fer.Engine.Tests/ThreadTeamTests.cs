namespace Fer.Engine.Tests;

public class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_task_runs_exactly_once(int threads)
    {
        using var team = new ThreadTeam(threads);
        for (int count = 0; count < 200; count += 7)
        {
            var runs = new int[count];
            team.Run(count, (task, thread) =>
            {
                Assert.InRange(thread, 0, threads - 1);
                Interlocked.Increment(ref runs[task]);
            });
            Assert.All(runs, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void A_failing_task_surfaces_and_the_team_goes_on()
    {
        using var team = new ThreadTeam(3);
        Action<int, int> failing = (task, _) =>
        {
            if (task == 7)
                throw new DivideByZeroException();
        };
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => team.Run(20, failing));
        Assert.IsType<DivideByZeroException>(error.InnerException);
        int sum = 0;
        team.Run(20, (task, _) => Interlocked.Add(ref sum, task));
        Assert.Equal(190, sum);
    }
}
