namespace Microsoft.ML.Larq;

public sealed partial class BinarizedNetworkTrainer
{
    /// <content>Who teaches.</content>
    public sealed partial class Options
    {
        /// <summary>
        /// A trained network that teaches this one, and what is learned from it beside the labels. It is held in memory
        /// while training runs. Null (default): the labels alone.
        /// </summary>
        public Distillation? Distillation { get; set; }
    }
}
