namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>A thing bought, and whether it came back: that needs both its review and its price.</summary>
internal sealed class Returned
{
    public string Review { get; set; } = "";

    public float Price { get; set; }

    public string Label { get; set; } = "";

    public bool IsLoss { get; set; }

    public static Returned[] Make(int rows) =>
    [
        .. Enumerable.Range(0, rows).Select(i => (IsBad: i % 2 == 0, Price: (i / 2) % 10)).Select(row => new Returned
        {
            Review = row.IsBad ? "it broke at once" : "a good book",
            Price = row.Price,
            Label = row.IsBad ? "bad" : "good",
            IsLoss = row.IsBad && row.Price > 4,
        }),
    ];
}
