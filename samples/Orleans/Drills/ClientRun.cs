namespace OrleansSample.Drills;

/// <summary>A while of requests to silos that are there.</summary>
internal static class ClientRun
{
    public static async Task<int> Run(string model, string members, TimeSpan time)
    {
        var rows = new Rows(model);
        await using var client = await Client.Connect(members);
        var load = new Load(rows, block: 1, senders: 16, client.Score);
        await Task.Delay(time);
        var end = load.Now;
        var answers = await load.Stop();
        var figures = Figures.Of(answers, TimeSpan.Zero, end);
        Console.WriteLine(Figures.Head);
        Console.WriteLine(figures.Line("all"));
        return figures is { Count: > 0, Lost: 0 } ? 0 : 1;
    }
}
