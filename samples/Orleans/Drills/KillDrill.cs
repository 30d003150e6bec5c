using System.Globalization;

namespace OrleansSample.Drills;

/// <summary>
/// Two silos under load. The first is killed and started again, then the second is killed, then the first is asked to
/// stop while the second is back: no request may be lost, and each answer is the plain score.
/// </summary>
internal sealed class KillDrill(string model, string folder)
{
    private const int Port = 11_711, Gateway = 31_711, Senders = 16;

    private readonly string _members = Path.Combine(folder, "members.json");
    private readonly List<(string Name, TimeSpan Begin)> _phases = [];

    public async Task<int> Run(TimeSpan phase)
    {
        var rows = new Rows(model);
        using var a = await Silo(0);
        using var b = await Silo(1);
        await using var client = await Client.Connect(_members);
        var load = new Load(rows, block: 1, Senders, client.Score);
        Begin(load, "code is compiled");
        await Task.Delay(phase);

        Begin(load, "two silos");
        await Task.Delay(phase);
        var dead = await Lose(load, a, "the first", phase);
        using var again = await Return(load, 0, phase);
        var deadToo = await Lose(load, b, "the second", phase);
        using var back = await Return(load, 1, phase);
        Begin(load, "the first stops by itself");
        var code = await again.Stop();
        await Task.Delay(phase / 2);

        var end = load.Now;
        var answers = await load.Stop();
        Write(answers, end, [dead, deadToo]);
        var lost = answers.Count(answer => answer.Attempts == 0 || !answer.IsRight);
        Console.WriteLine(
            $"{answers.Length} requests, {lost} lost or wrong; the silo that was asked to stop gave {code}.");
        return lost == 0 && code == 0 && Phases(answers, end).All(line => line.Figures.Count > 0) ? 0 : 1;
    }

    private Task<SiloProcess> Silo(int number) => SiloProcess.Start(model, _members, Port + number, Gateway + number);

    /// <summary>How long until the other silo wrote down that this one is dead.</summary>
    private async Task<TimeSpan> Lose(Load load, SiloProcess silo, string name, TimeSpan phase)
    {
        Begin(load, $"{name} is killed, one silo");
        var killed = load.Now;
        silo.Kill();
        await silo.UntilDead();
        var dead = load.Now;
        await Task.Delay(phase);
        return dead - killed;
    }

    private async Task<SiloProcess> Return(Load load, int number, TimeSpan phase)
    {
        Begin(load, "another starts in its place");
        var silo = await Silo(number);
        await Task.Delay(phase / 2);
        Begin(load, "two silos again");
        await Task.Delay(phase);
        return silo;
    }

    private void Begin(Load load, string name) => _phases.Add((name, load.Now));

    private IEnumerable<(string Name, Figures Figures)> Phases(Answer[] answers, TimeSpan end) =>
        _phases.Zip([.. _phases.Skip(1).Select(phase => phase.Begin), end])
            .Select(pair => (pair.First.Name, Figures.Of(answers, pair.First.Begin, pair.Second)));

    private void Write(Answer[] answers, TimeSpan end, TimeSpan[] dead)
    {
        Console.WriteLine(Figures.Head);
        foreach (var (name, figures) in Phases(answers, end)) Console.WriteLine(figures.Line(name));
        for (var (i, kill) = (0, 0); i < _phases.Count; i++)
        {
            var (name, begin) = _phases[i];
            if (!name.Contains(" is killed", StringComparison.Ordinal)) continue;
            var again = answers.Where(
                answer => answer.Attempts > 1 && answer.Came > begin && answer.Came < _phases[i + 1].Begin).ToArray();
            var times = again.Select(answer => answer.Attempts).DefaultIfEmpty(1).Max();
            var last = again.Select(answer => answer.Came - begin).DefaultIfEmpty().Max();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {again.Length} requests were sent more than once, at most {times} times; the last of them "
                + $"was answered {last.TotalSeconds:F2} s after the kill; that the silo is dead was known after "
                + $"{dead[kill++].TotalSeconds:F2} s."));
        }
    }
}
