using System.Diagnostics;

namespace OrleansSample.Drills;

/// <summary>Some who send a request, wait for its answer, and send the next.</summary>
internal sealed class Load
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<List<Answer>>[] _senders;
    private long _next;

    /// <param name="rows">What is sent.</param>
    /// <param name="block">Rows of one request.</param>
    /// <param name="senders">How many requests are under way at once.</param>
    /// <param name="ask">Sends rows; gives scores and attempts.</param>
    public Load(Rows rows, int block, int senders, Func<float[], Task<(float[] Scores, int Attempts)>> ask) =>
        _senders = [.. Enumerable.Range(0, senders).Select(_ => Task.Run(() => Send(rows, block, ask)))];

    /// <summary>Since the load began.</summary>
    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);

    /// <summary>No request is sent any more; the answers of all that were.</summary>
    public async Task<Answer[]> Stop()
    {
        await _stop.CancelAsync();
        return [.. (await Task.WhenAll(_senders)).SelectMany(answers => answers)];
    }

    private async Task<List<Answer>> Send(
        Rows rows, int block, Func<float[], Task<(float[] Scores, int Attempts)>> ask)
    {
        var answers = new List<Answer>();
        while (!_stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next) - 1;
            var sent = Now;
            try
            {
                var (scores, attempts) = await ask(block == 1 ? rows[number] : rows.Block(number, block));
                answers.Add(new Answer(sent, Now - sent, attempts, rows.AreScores(scores, number, block)));
            }
            catch (Exception error)
            {
                Console.Error.WriteLine($"Request {number} is lost: {error}");
                answers.Add(new Answer(sent, Now - sent, 0, false));
            }
        }

        return answers;
    }
}
