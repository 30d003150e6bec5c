using OrleansSample;

namespace Microsoft.ML.Larq.Tests.Serving;

/// <summary>How often samples/Orleans asks before it gives up.</summary>
[TestClass]
public class RetryTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMicroseconds(10);

    private int _asked;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(Retry.Attempts)]
    public async Task Run_FirstAnswerInAnAttempt_IsTheAnswer(int attempt)
    {
        var (answer, attempts) = await Retry.Run(
            () => Ask(answerIn: attempt), error => error is TimeoutException, Pause);
        Assert.AreEqual(7, answer);
        Assert.AreEqual(attempt, attempts);
        Assert.AreEqual(attempt, _asked);
    }

    [TestMethod]
    public async Task Run_NoAnswerInAllAttempts_SaysHowManyAndWhy()
    {
        var error = await Assert.ThrowsExactlyAsync<TimeoutException>(
            () => Retry.Run(() => Ask(answerIn: Retry.Attempts + 1), error => error is TimeoutException, Pause));
        Assert.Contains($"{Retry.Attempts} attempts: no silo", error.Message);
        Assert.AreEqual(Retry.Attempts, _asked);
    }

    [TestMethod]
    public async Task Run_AnErrorThatDoesNotPass_ComesBackAtOnce()
    {
        await Assert.ThrowsExactlyAsync<TimeoutException>(
            () => Retry.Run(() => Ask(answerIn: 2), error => error is not TimeoutException, Pause));
        Assert.AreEqual(1, _asked);
    }

    private async Task<int> Ask(int answerIn)
    {
        await Task.Yield();
        return ++_asked == answerIn ? 7 : throw new TimeoutException("no silo");
    }
}
