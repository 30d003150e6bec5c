namespace Larq.Benchmarks;

/// <summary>A row of the table before it is timed.</summary>
/// <param name="Id">The row.</param>
/// <param name="Unit">Of both values.</param>
/// <param name="Peer">What the engine is compared with.</param>
/// <param name="Prepare">Makes all that is timed.</param>
internal sealed record Case(string Id, string Unit, string Peer, Func<Contest> Prepare)
{
    /// <summary>Times both sides in turns; medians, or the least.</summary>
    public Row Time(int batches, bool least)
    {
        using var contest = Prepare();
        List<Action> actions = [contest.Engine, contest.Peer];
        var (scalar, limit) = (Place(contest.Scalar), Place(contest.Limit?.Run));
        batches = Math.Min(batches, contest.MostBatches);
        var seconds = Stopwatches.InTurns(batches, contest.Batch, least, [.. actions]);
        var most = limit == 0 ? 0 : contest.Limit!.Work / seconds[limit];
        string?[] notes =
        [
            limit == 0 ? null : FormattableString.Invariant(
                $"{contest.Work / seconds[0] / most:P0} of {contest.Limit!.Name} {most:N0}"),
            scalar == 0 ? null : FormattableString.Invariant($"scalar kernel {contest.Work / seconds[scalar]:N1}"),
            contest.Note,
        ];
        return new Row(Id, contest.Work / seconds[0], Unit, Peer, contest.PeerWork / seconds[1])
        {
            Limit = most,
            Note = string.Join("; ", notes.Where(note => note is not null)),
        };

        // Where an action's time will stand; 0 without one.
        int Place(Action? action)
        {
            if (action is null) return 0;
            actions.Add(action);
            return actions.Count - 1;
        }
    }
}

/// <summary>What is timed for a row.</summary>
/// <param name="Work">What one run of the engine does, in the row's unit times seconds.</param>
/// <param name="Engine">Runs the packed engine.</param>
/// <param name="Peer">Runs the peer.</param>
internal sealed record Contest(double Work, Action Engine, Action Peer) : IDisposable
{
    /// <summary>What one run of the peer does.</summary>
    public double PeerWork { get; init; } = Work;

    /// <summary>The engine's specification on the same data.</summary>
    public Action? Scalar { get; init; }

    /// <summary>What no kernel can pass on this machine.</summary>
    public Limit? Limit { get; init; }

    /// <summary>The shortest batch, in seconds.</summary>
    public double Batch { get; init; } = 0.001;

    /// <summary>More batches would take too long.</summary>
    public int MostBatches { get; init; } = int.MaxValue;

    public string? Note { get; init; }

    /// <summary>What the actions hold.</summary>
    public IDisposable? Held { get; init; }

    public void Dispose() => Held?.Dispose();
}

/// <summary>A bound that the machine sets, timed in the same turns.</summary>
/// <param name="Name">What it is a bound of.</param>
/// <param name="Work">What one run does, in the row's unit times seconds.</param>
/// <param name="Run">Runs it.</param>
internal sealed record Limit(string Name, double Work, Action Run);
