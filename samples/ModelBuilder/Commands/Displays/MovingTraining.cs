using System.Collections.Concurrent;
using Larq.ModelBuilder.Running;
using Microsoft.ML.Larq.Progress;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>A picture of the training that is drawn anew in its place, until something else is to be shown.</summary>
internal sealed class MovingTraining : IDisposable
{
    private const int Points = 32;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(120);

    private readonly ManualResetEventSlim _over = new();
    private readonly ConcurrentQueue<TrainingAdvanced> _epochs = [];
    private readonly ConcurrentQueue<string> _warnings = [];
    private readonly Task _drawing;
    private volatile TrainingAdvanced? _latest;

    public MovingTraining(IAnsiConsole console) => _drawing = Task.Factory.StartNew(
        () => console.Live(new Text("")).Start(live =>
        {
            while (!_over.Wait(Frame)) Draw(live);
            Draw(live);
        }),
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Whether the event is part of the picture.</summary>
    public bool Takes(RunEvent happened)
    {
        switch (happened)
        {
            case TrainingAdvanced advanced:
                _latest = advanced;
                if (advanced.EpochCompleted) _epochs.Enqueue(advanced);
                return true;
            case TrainingWarned warned:
                _warnings.Enqueue(warned.Message);
                return true;
            default:
                return happened is LineLogged;
        }
    }

    public void Dispose()
    {
        _over.Set();
        _drawing.Wait();
        _over.Dispose();
    }

    private void Draw(LiveDisplayContext live)
    {
        if (_latest is { } latest) live.UpdateTarget(Picture(latest));
    }

    private Rows Picture(TrainingAdvanced latest)
    {
        var filled = (int)Math.Round(latest.Fraction * Points);
        var lines = new List<IRenderable>
        {
            new Markup(
                $"[green]{new string('█', filled)}[/][grey]{new string('░', Points - filled)}[/] "
                + $"[bold]{latest.Fraction,4:P0}[/]  epoch {latest.Epoch}/{latest.Epochs}  "
                + $"[grey]{latest.RowsPerSecond:N0} rows/s, {EpochText.Left(latest)}[/]"),
        };
        var curves = new Grid().AddColumns(3);
        foreach (var name in EpochText.Curves(latest))
        {
            curves.AddRow(Row(name, latest, name));
            if (latest.Values.ContainsKey(MetricNames.Validation + name))
                curves.AddRow(Row($"  validation {name.ToLowerInvariant()}", latest, MetricNames.Validation + name));
        }

        lines.Add(curves);
        lines.AddRange(_warnings.Select(warning => new Markup($"[yellow]Warning:[/] {Markup.Escape(warning)}")));
        return new Rows(lines);
    }

    private string[] Row(string title, TrainingAdvanced latest, string name)
    {
        double[] past = [.. _epochs.Select(epoch => epoch.Values.GetValueOrDefault(name)).OfType<double>()];
        var now = latest.Values.GetValueOrDefault(name) ?? (past.Length > 0 ? past[^1] : double.NaN);
        return [$"[grey]{title}[/]", $"[bold]{ScoreText.Number(now, "F4"),8}[/]", Curve(past)];
    }

    private static string Curve(double[] values)
    {
        var last = values.Length > Points ? values[^Points..] : values;
        if (last.Length < 2) return "";
        var (least, most) = (last.Min(), last.Max());
        return string.Concat(last.Select(value =>
            "▁▂▃▄▅▆▇█"[most > least ? (int)((value - least) / (most - least) * 7) : 0]));
    }
}
